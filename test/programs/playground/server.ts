import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { GestureSchema } from './gestures.ts';
import type { Hub } from './hub.ts';
import {
  type Gesture,
  type Made,
  type News,
  type Refused,
  type Snapshot,
  type StoreView,
  type Turn,
  whiches,
} from './wire.ts';

/** Ten files of ten megabytes would not fit; nobody tries that here. */
const MAX_BODY = 40 * 2 ** 20;
const ALIVE_MS = 15_000;

const TurnSchema = z.discriminatedUnion('turn', [
  z.object({ turn: z.literal('profile'), to: z.enum(['raw', 'gateway', 'one-hub', 'original', 'synchronous']) }),
  z.object({ turn: z.literal('pace'), to: z.enum(['slow', 'normal', 'quick', 'held']) }),
  z.object({ turn: z.enum(['relayDown', 'loseCallbacks']), to: z.boolean() }),
  z.object({ turn: z.enum(['kill', 'stop', 'start']), which: z.enum(whiches) }),
  z.object({ turn: z.literal('expireTokens') }),
]) satisfies z.ZodType<Turn>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type Parts = {
  readonly port: number;
  /** The folder of the built page. */
  readonly page: string;
  readonly hub: Hub;
  readonly snapshot: () => Snapshot;
  readonly makeGesture: (gesture: Gesture) => Promise<Made>;
  readonly turn: (wanted: Turn) => Promise<void>;
  readonly store: () => StoreView;
  readonly log: readonly string[];
};

/** Serves the page and what it needs on 127.0.0.1. Other sites' pages cannot use it: it answers to its own name only. */
export async function serve({ port, page, hub, snapshot, makeGesture, turn, store, log }: Parts) {
  const app = new Hono();
  const shutdown = new AbortController();
  let host = '';

  app.use(async (context, next) => {
    const origin = context.req.header('origin');
    if (context.req.header('host') !== host || (origin !== undefined && origin !== `http://${host}`)) {
      return context.text('This playground is reached at its own address only.', 403);
    }
    return next();
  });
  app.use(bodyLimit({ maxSize: MAX_BODY }));

  app.get('/api/events', (context) =>
    streamSSE(context, async (stream) => {
      const ended = new AbortController();
      const send = (news: News) => void stream.writeSSE({ data: JSON.stringify(news) }).catch(() => ended.abort());
      const deaf = hub.listen(send);
      stream.onAbort(() => ended.abort());
      send({ kind: 'hello', snapshot: snapshot() });
      const alive = setInterval(() => void stream.write(': alive\n\n').catch(() => ended.abort()), ALIVE_MS);
      const over = AbortSignal.any([ended.signal, shutdown.signal]);
      if (!over.aborted) await once(over, 'abort');
      clearInterval(alive);
      deaf();
    }),
  );

  app.post('/api/gesture', async (context) => {
    const gesture = GestureSchema.safeParse(await context.req.json());
    if (!gesture.success) return context.json({ error: z.prettifyError(gesture.error) } satisfies Refused, 400);
    try {
      return context.json(await makeGesture(gesture.data));
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : String(error) } satisfies Refused, 409);
    }
  });

  app.post('/api/turn', async (context) => {
    const wanted = TurnSchema.safeParse(await context.req.json());
    if (!wanted.success) return context.json({ error: z.prettifyError(wanted.error) } satisfies Refused, 400);
    await turn(wanted.data);
    return context.json({});
  });

  app.get('/api/store', (context) => context.json(store()));
  app.get('/api/log', (context) => context.json(log.slice(-200)));

  app.get('*', async (context) => {
    const path = context.req.path === '/' ? '/index.html' : context.req.path;
    if (!/^\/[\w./-]+$/.test(path) || path.includes('..')) return context.notFound();
    const bytes = await readFile(join(page, path)).catch(() => null);
    if (!bytes) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
    });
  });

  // The emulators run in this process and want Node's own Response.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the playground has no port');
  host = `127.0.0.1:${address.port}`;

  return {
    url: `http://${host}/`,
    async close(): Promise<void> {
      shutdown.abort();
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
