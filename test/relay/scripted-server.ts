import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Submission } from '../../src/domain/job/request.ts';
import type { Relay } from '../../src/domain/ports/relay.ts';
import { createRelay, type RelayOptions } from '../../src/relay/client.ts';
import { relayAddress } from '../../src/relay/http/address.ts';
import { direct } from '../direct.ts';

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string; socket: Socket };
export type Scripted = { status?: number; headers?: Record<string, string>; body?: unknown };
type Script = (request: Received, response: ServerResponse) => Scripted | undefined;

/** A loopback server that answers as the script says, objects as JSON and texts as they are, and keeps what it received. */
export async function serve(script: Script): Promise<{ origin: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers, socket } = request;
      const got = { method, path: url, headers, body: Buffer.concat(parts).toString(), socket };
      received.push(got);
      const answer = script(got, response);
      if (!answer) return;
      const { status = 200, body = '' } = answer;
      response.writeHead(status, { 'content-type': 'text/plain', ...answer.headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${portOf(server.address())}`, received };
}

/** Whether a request is the question that costs nothing, and no submission. */
export function isQuestion({ path, body }: Received): boolean {
  return path.endsWith('/submit/modal') && body === '{}';
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

/** Prepares and sends a submission, as the engine does. */
async function submitted(
  relay: Pick<Relay, 'prepare' | 'submit'>,
  submission: Submission,
  state: string,
  signal: AbortSignal,
) {
  const preparation = await relay.prepare(submission, signal);
  return preparation.kind === 'prepared' ? relay.submit(preparation.prepared, state, signal) : preparation;
}

/** A client for that server. It tries again after a moment, and prepares what it is to submit. */
export function connect(origin: string, options: Partial<RelayOptions> = {}) {
  const relay = createRelay({
    address: relayAddress(origin, null),
    auth: 'bearer',
    key: 'sk-secret-key',
    notifyHook: '',
    readPicture: async () => 'data:image/png;base64,AAAA',
    checkLink: async () => null,
    drawMask: async () => 'data:image/png;base64,BBBB',
    dispatcher: direct.dispatcher,
    log: silentLog,
    retryDelay: () => 1,
    ...options,
  });
  onTestFinished(() => relay.close());
  return {
    ...relay,
    submit: (submission: Submission, state: string, signal: AbortSignal) => submitted(relay, submission, state, signal),
  };
}

export const never = new AbortController().signal;
