import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HoldRequest, RequestMoment } from '../hold-request.ts';
import { ApiError, refuse } from './api-error.ts';
import { readBody } from './body.ts';
import type { Buckets, Grant } from './buckets.ts';
import type { Cdn } from './cdn.ts';
import type { Faults } from './faults.ts';
import { callerOf } from './process-name.ts';
import type { Records } from './records.ts';
import { createRouter } from './router.ts';
import type { Answer, Route } from './routes/route.ts';
import type { RequestEntry } from './types.ts';

type Deps = {
  readonly routes: readonly Route[];
  readonly cdn: Cdn;
  readonly faults: Faults;
  readonly buckets: Buckets;
  readonly records: Records;
  readonly botToken: string;
  readonly rateLimits: boolean;
  readonly holdRequest: HoldRequest | undefined;
};

/** Answers HTTP: files at their addresses, everything else under /api. */
export function createRest({ routes, cdn, faults, buckets, records, botToken, rateLimits, holdRequest }: Deps) {
  const find = createRouter(routes);

  const send = (
    response: ServerResponse,
    { status, body, html }: Answer & { html?: string },
    headers: Record<string, string> = {},
  ): void => {
    const text = html ?? (body === undefined ? '' : JSON.stringify(body));
    // Node itself would tell the computer's time, which a test may have moved for everything else.
    response.writeHead(status, {
      date: faults.date(),
      ...(text && { 'content-type': html === undefined ? 'application/json' : 'text/html' }),
      ...headers,
    });
    response.end(text);
  };
  const limited = (entry: RequestEntry, key: string, { after, since, isAlone }: Grant, global: boolean) => {
    const { method, route, at } = entry;
    records.rateLimited.push({ method, route, key, since, at, global, isAlone });
    // Processes cannot know what the others have used up.
    if (isAlone) records.violation(`429 for ${entry.method} ${entry.route}`);
    return {
      answer: { status: 429, body: { message: 'You are being rate limited.', retry_after: after / 1000, global } },
      headers: {
        'retry-after': (after / 1000).toFixed(3),
        'x-ratelimit-scope': global ? 'global' : 'user',
        ...(global && { 'x-ratelimit-global': 'true' }),
      },
    };
  };

  const api = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const method = request.method ?? '';
    const { by: caller, path: asked } = callerOf(url.pathname);
    const path = asked.replace(/^\/api(?:\/v\d+)?(?=\/)/, '');
    const found = find(method, path);
    const entry: RequestEntry = {
      method,
      route: found?.route.path ?? 'unknown',
      status: 0,
      at: Date.now(),
      by: caller,
    };
    records.requests.push(entry);
    const finish = (answer: Answer, headers: Record<string, string> = {}): void => {
      entry.status = answer.status;
      send(response, answer, headers);
      records.notify({ kind: 'request', entry });
    };

    if (entry.route.endsWith('/callback') && found) entry.interactionId = found.param('interaction');
    const where = faults.cut(`${method} ${path}`);
    if (where === 'before') return void request.socket.destroy();
    const body = await readBody(request).catch((error: unknown) =>
      error instanceof ApiError ? error : Promise.reject(error),
    );
    const upload = !(body instanceof ApiError) && body.files.length > 0;
    const pass = (moment: RequestMoment['moment']) =>
      holdRequest?.({ server: 'discord', by: caller, method, route: entry.route, upload, moment });
    await pass('arrived');
    await faults.linger(`${method} ${path}`);
    const trouble = faults.answer(`${method} ${path}`);
    if (trouble) {
      const retry =
        trouble.retryAfter === undefined
          ? {}
          : { 'retry-after': String(trouble.retryAfter), 'x-ratelimit-scope': 'user' };
      return finish(trouble, retry);
    }
    if (!found) {
      records.violation(`the emulator has no ${method} ${path}`);
      return finish(json(refuse.notFound()));
    }
    const { route, param } = found;
    if (route.auth === 'bot') {
      const given = request.headers.authorization;
      if (given !== `Bot ${botToken}`) return finish(json(refuse.unauthorized()));
      const global = rateLimits ? buckets.take('global', 50, 1000, caller) : null;
      if (global && !global.ok) {
        const { answer, headers } = limited(entry, 'global', global, true);
        return finish(answer, headers);
      }
    }
    const { name, by, limit, ms } = route.bucket;
    const key = [name, ...by.map(param)].join(' ');
    const grant = rateLimits ? buckets.take(key, limit, ms, caller) : null;
    const headers = grant ? bucketHeaders(name, grant) : {};
    if (grant && !grant.ok) {
      const no = limited(entry, name, grant, false);
      return finish(no.answer, { ...headers, ...no.headers });
    }

    const answer = ((): { answer: Answer; retry?: number | undefined } => {
      try {
        if (body instanceof ApiError) throw body;
        const note = (facts: object) => void Object.assign(entry, facts);
        faults.filter(`${method} ${path}`, body);
        const host = request.headers.host ?? '';
        return { answer: route.handle({ by: caller, host, param, query: url.searchParams, ...body, note }) };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.code === 50035 || error.code === 50006)
          records.violation(`${method} ${route.path}: ${error.message} ${JSON.stringify(error.errors ?? {})}`);
        return { answer: json(error), retry: error.retryAfter };
      }
    })();
    await pass('performed');
    if (where === 'after') {
      records.notify({ kind: 'request', entry });
      return void request.socket.destroy();
    }
    const retry =
      answer.retry === undefined ? {} : { 'retry-after': answer.retry.toFixed(3), 'x-ratelimit-scope': 'shared' };
    finish(answer.answer, { ...headers, ...retry });
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://emulator');
    if (!callerOf(url.pathname).path.startsWith('/api/')) {
      if (cdn.neverArrives(url.pathname)) return;
      const file = cdn.get(url.pathname);
      const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
      if (file && from !== undefined && Number(from) < file.bytes.length)
        return void sendFrom(response, file, Number(from));
      if (file) {
        response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.byteLength });
        return void response.end(file.bytes);
      }
      response.writeHead(404, { 'content-type': 'text/plain' });
      return void response.end('This content is no longer available.');
    }
    api(request, response, url).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      records.violation(`the emulator failed: ${error instanceof Error ? error.stack : error}`);
      if (!response.headersSent) send(response, { status: 500, body: { message: 'Internal Server Error', code: 0 } });
    });
  };
}

function json({ status, code, message, errors, retryAfter }: ApiError): Answer {
  const retry = retryAfter === undefined ? {} : { retry_after: retryAfter, global: false };
  return { status, body: { message, code, ...(errors && { errors }), ...retry } };
}

/** The rest of a file, as players ask for it when somebody goes to another moment of a film. */
function sendFrom(response: ServerResponse, file: { bytes: Uint8Array; type: string }, from: number): void {
  const all = file.bytes.length;
  response.writeHead(206, { 'content-type': file.type, 'content-range': `bytes ${from}-${all - 1}/${all}` });
  response.end(file.bytes.subarray(from));
}

function bucketHeaders(name: string, { limit, remaining, after }: Grant): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': ((Date.now() + after) / 1000).toFixed(3),
    'x-ratelimit-reset-after': (after / 1000).toFixed(3),
    'x-ratelimit-bucket': name.replaceAll(' ', '-'),
  };
}
