import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { HoldRequest, RequestMoment } from '../hold-request.ts';
import { applyFault, type Outcome } from './apply-fault.ts';
import type { Faults } from './faults.ts';
import type { Exchange } from './options.ts';
import { readAddress } from './paths.ts';
import type { Records, SubmissionEntry } from './records.ts';
import type { Bindings } from './routes.ts';
import { bodyOf, send } from './wire.ts';

type ListenerParts = {
  readonly app: Hono<{ Bindings: Bindings }>;
  readonly faults: Faults;
  readonly records: Records;
  /** Told after each request was written down, and again after it was answered. */
  readonly noted: () => void;
  readonly holdRequest: HoldRequest | undefined;
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
};

const Ids = z.object({ ids: z.array(z.string()) });

/** Writes a request down, lets a fault or the routes answer, and sends the outcome. */
export function createListener({ app, faults, records, noted, holdRequest, onExchange }: ListenerParts) {
  return async function listen(request: IncomingMessage, out: ServerResponse): Promise<void> {
    const at = Date.now();
    const url = new URL(request.url ?? '/', 'http://relay.invalid');
    const address = readAddress(url.pathname);
    const body = await bodyOf(request).catch(() => null);
    if (body === null) return;
    const isQuestion = address.endpoint === 'modal' && !/"taskId"/.test(body.toString('latin1', 0, 1_000));
    const entry = note(request, url, isQuestion ? null : address.endpoint, address.mode, body);
    noted();
    const method = request.method ?? 'GET';
    const asked = new Request(new URL(address.path + url.search, url), {
      method,
      headers: plain(request.headers),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const where = isQuestion ? 'question' : address.where;
    const usual = address.endpoint ?? address.where ?? 'unknown';
    const route = isQuestion ? 'question' : isAboutSetup(address.path) ? 'setup' : usual;
    const pass = (moment: RequestMoment['moment']) =>
      holdRequest?.({ server: 'relay', by: '', method, route, upload: false, moment });
    await pass('arrived');
    const real = async () => app.fetch(asked, { entry, mode: address.mode });
    const outcome = await applyFault(where ? faults.take(where, address.path) : undefined, real);
    noted();
    await pass('performed');
    if (onExchange) {
      const answer = await saidBy(outcome);
      onExchange({ method, path: url.pathname, asked: parse(body), ...answer, at, ms: Date.now() - at });
    }
    await send(out, outcome);
  };

  /** `endpoint` is that of a submission, null for everything else. */
  function note(
    request: IncomingMessage,
    url: URL,
    endpoint: string | null,
    mode: string | null,
    body: Buffer,
  ): SubmissionEntry | null {
    const { method = 'GET' } = request;
    const shared = { path: url.pathname, headers: plain(request.headers), at: Date.now() };
    const parsed = parse(body);
    if (method === 'POST' && endpoint) {
      const entry = { ...shared, endpoint, mode, body: parsed, taskId: null, billed: false };
      records.submissions.push(entry);
      return entry;
    }
    const ids = Ids.safeParse(parsed);
    records.requests.push({ ...shared, method, ...(ids.success ? ids.data : {}) });
    return null;
  }
}

/** Whether a client asks how the relay is set up, and not after any task. */
function isAboutSetup(path: string): boolean {
  return /^\/(?:api|v1)\/|^\/mj\/task\/0\/fetch$/.test(path);
}

/** What the client will read of an outcome, which stays readable. */
async function saidBy({ response, transmission }: Outcome) {
  if (transmission.kind === 'hang' || transmission.kind === 'reset') return { status: null, answer: null };
  const { status } = response;
  const isText = /json|text/.test(response.headers.get('content-type') ?? '');
  return { status, answer: isText ? parse(Buffer.from(await response.clone().bytes())) : null };
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}

function parse(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
