import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Log } from '../domain/ports/log.ts';
import type { Health } from './health.ts';
import { LIVEZ_PATH, PROOF_HEADER } from './livez-proof.ts';
import { HEALTHZ_PATH } from './neighbour.ts';
import { isSecret, NOTIFY_PATH } from './notify-address.ts';

/** The processes of one bot on one store, as one of them tells of them. */
export type ClusterView = {
  /** The same for all of them, and for nobody else: a hash, as it is public. */
  readonly id: string;
  /** Whether this one leads, and how many there are. */
  readonly state: () => { readonly leader: boolean; readonly processes: number };
};

export type Routes = {
  /** The secrets in the addresses that relays call back, by the relays' names. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Gets the body as it came, which may be anything, and the relay whose secret it came with. Called after the answer is sent. */
  readonly onCallback: (body: string, relay: string) => void;
  readonly health: () => Health;
  /** Why a restart would help, null when it would not. */
  readonly ailment: () => string | null;
  /** Proves to whoever knows the bot's token that this Darkroom answers. */
  readonly prove: (nonce: string) => string;
  /** Without it nothing is told of other processes. */
  readonly cluster?: ClusterView | undefined;
  readonly log: Log;
};

/** Answers `POST /notify/<secret>`, `GET /healthz` and `GET /livez`. A wrong secret or method is answered like any unknown path. */
export function createRoutes({
  secrets,
  onCallback,
  health,
  ailment,
  prove,
  cluster,
  log,
}: Routes): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();

  /** The relay that was given this secret, undefined when none was. */
  function relayWith(given: string): string | undefined {
    const [name] = [...secrets].find(([, secret]) => isSecret(given, secret)) ?? [];
    return name;
  }

  app.post(
    `${NOTIFY_PATH}/:secret`,
    async (context, next) => {
      if (relayWith(context.req.param('secret')) === undefined) return context.notFound();
      return next();
    },
    bodyLimit({ maxSize: MAX_BODY, onError: (context) => context.text('Too large', 413) }),
    async (context) => {
      const body = await context.req.text();
      const relay = relayWith(context.req.param('secret'));
      // Also emitted when the caller has hung up: its callback counts all the same.
      context.env.outgoing.once('close', () => {
        try {
          if (relay !== undefined) onCallback(body, relay);
        } catch (error) {
          log.error({ error }, 'a callback could not be handled');
        }
      });
      return context.body(null, 204);
    },
  );

  app.get(HEALTHZ_PATH, (context) => {
    const state = health();
    context.header('cache-control', 'no-store');
    const told = cluster ? { ...state, ...cluster.state(), cluster: cluster.id } : state;
    return context.json(told, state.status === 'unhealthy' ? 503 : 200);
  });

  app.get(LIVEZ_PATH, (context) => {
    const reason = ailment();
    const nonce = context.req.query('nonce') ?? '';
    if (nonce !== '' && nonce.length <= MAX_NONCE) context.header(PROOF_HEADER, prove(nonce));
    context.header('cache-control', 'no-store');
    return context.text(reason ?? 'ok', reason === null ? 200 : 503);
  });

  app.notFound((context) => context.text('Not found', 404));
  app.onError((error, context) => {
    // A caller who hung up or was too slow is not logged. The path is never logged: it may hold the secret.
    if (!context.env.incoming.destroyed) log.error({ error }, 'a request could not be answered');
    return context.text('Something went wrong', 500);
  });
  return app;
}

/** In bytes. */
const MAX_BODY = 1024 * 1024;
/** In characters. */
const MAX_NONCE = 100;
