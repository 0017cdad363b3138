import { Hono } from 'hono';
import { z } from 'zod';
import { empty } from './answers.ts';
import { signatureOf } from './links.ts';
import type { PictureCache, PictureFile } from './picture-cache.ts';
import type { Profile } from './profiles/profile.ts';
import type { SubmissionEntry } from './records.ts';
import { SubmitBody } from './submit-body.ts';
import type { Tasks } from './tasks.ts';

/** What the server hands to the routes besides the request: this request’s entry in the records, the prefix of the path. */
export type Bindings = { readonly entry: SubmissionEntry | null; readonly mode: string | null };

export type RoutesParts = { readonly profile: Profile; readonly tasks: Tasks; readonly pictureCache: PictureCache };

const Listing = z.object({ ids: z.array(z.string()).nullish() });

/** The relay's addresses, without prefixes. Knows no profile's habits. */
export function createRoutes({ profile, tasks, pictureCache }: RoutesParts) {
  const app = new Hono<{ Bindings: Bindings }>();
  const show = ({ data, mime }: PictureFile) =>
    new Response(new Uint8Array(data), { headers: { 'content-type': mime, 'content-length': `${data.length}` } });

  app.get('/mj/image/:id', async (c) => (await profile.image(c.req.param('id'))) ?? profile.unknown(c.req.path));
  app.get('/attachments/:channel/:id/:file', async (c) => {
    const task = tasks.all.get(c.req.param('id'));
    const name = /(?<preview>preview_)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:_(?<number>\d+))?\.\w+$/.exec(
      c.req.param('file'),
    );
    const isDead = !task || task.lost || task.pictures.length === 0 || c.req.query('hm') !== signatureOf(task);
    if (isDead || !name) {
      return new Response('This content is no longer available.', { status: 404 });
    }
    const number = Number(name.groups?.number ?? 0);
    return show(
      await (name.groups?.preview ? pictureCache.preview(task, number) : pictureCache.finished(task, number)),
    );
  });
  app.get('/video/:uuid/:file', async (c) => {
    const task = tasks.byUuid(c.req.param('uuid'));
    const number = /_(\d)\.mp4$/.exec(c.req.param('file'))?.[1];
    return task && number ? show(await pictureCache.film(task, Number(number))) : empty(404);
  });
  app.get('/api/status', (c) => profile.status() ?? profile.unknown(c.req.path));

  app.get(
    '/api/log/token',
    (c) => profile.account(c.req.path, c.req.query('key') ?? '') ?? profile.unknown(c.req.path),
  );
  app.get('/v1/*', (c) => {
    const key = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    return profile.account(c.req.path, key) ?? profile.unknown(c.req.path);
  });

  app.use('/mj/*', async (c, next) => {
    if (c.env.mode !== null && !profile.takesModes) return profile.unknown(`/${c.env.mode}${c.req.path}`);
    if (!profile.allows(c.req.raw.headers)) return profile.forbidden();
    return profile.bars(c.req.path.startsWith('/mj/submit/')) ?? next();
  });
  app.post('/mj/submit/:endpoint', async (c) => {
    const body = SubmitBody.safeParse(await json(c.req.raw));
    if (!body.success) return profile.unreadable();
    const submitted = await profile.submit(c.req.param('endpoint'), { ...body.data, mode: c.env.mode });
    if (!submitted) return profile.unknown(c.req.path);
    if (c.env.entry) Object.assign(c.env.entry, { taskId: submitted.taskId, billed: submitted.billed });
    return submitted.response;
  });
  app.post('/mj/task/list-by-condition', async (c) => {
    const body = Listing.safeParse(await json(c.req.raw));
    return body.success ? (profile.list(body.data.ids ?? []) ?? profile.unknown(c.req.path)) : profile.unreadable();
  });
  app.get('/mj/task/list', (c) => profile.recent() ?? profile.unknown(c.req.path));
  app.get('/mj/task/queue', (c) => profile.queue() ?? profile.unknown(c.req.path));
  app.get('/mj/task/:id/fetch', (c) => profile.fetch(c.req.param('id')) ?? profile.unknown(c.req.path));
  app.get('/mj/task/:id/image-seed', (c) => profile.seed(c.req.param('id')) ?? profile.unknown(c.req.path));
  app.post('/mj/task/:id/cancel', (c) => profile.cancel(c.req.param('id')) ?? profile.unknown(c.req.path));
  app.notFound((c) => profile.unknown(c.req.path));
  return app;
}

async function json(request: Request): Promise<unknown> {
  return request.json().catch(() => undefined);
}
