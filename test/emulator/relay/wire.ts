import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from './apply-fault.ts';

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Puts an answer onto the socket, or what a fault makes of it. Ends quietly when the client has gone. */
export async function send(out: ServerResponse, { response, transmission }: Outcome): Promise<void> {
  if (transmission.kind === 'hang') return;
  if (transmission.kind === 'reset') return reset(out);
  const headers = Object.fromEntries(response.headers);
  if (transmission.kind === 'whole' && response.body) {
    out.writeHead(response.status, headers);
    await pipeline(response.body, out).catch(() => out.destroy());
    return;
  }
  const data = await response.bytes();
  if (transmission.kind === 'whole') {
    out.writeHead(response.status, headers);
    out.end(data);
    return;
  }
  out.writeHead(response.status, { ...headers, 'content-length': data.length });
  if (transmission.kind === 'cut') {
    out.write(data.subarray(0, data.length / 2), () => out.destroy());
    return;
  }
  const pieces = 20;
  const size = Math.ceil(data.length / pieces);
  for (let n = 0; n < pieces && !out.destroyed; n++) {
    out.write(data.subarray(n * size, (n + 1) * size));
    await delay(transmission.ms / pieces, undefined, { ref: false });
  }
  out.end();
}

function reset(out: ServerResponse): void {
  out.socket?.resetAndDestroy();
}
