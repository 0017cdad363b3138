import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type HttpOptions, type HttpServer, startHttp } from '../../src/http/server.ts';

export const SECRET = 'q-_Z9'.repeat(8);

/** Starts the server under test and keeps the bodies that it received and the lines that it logged. */
export async function startTestServer(
  options: Partial<HttpOptions> = {},
): Promise<HttpServer & { url: string; bodies: readonly string[]; lines: readonly string[] }> {
  const bodies: string[] = [];
  const lines: string[] = [];
  const write = (facts: object, message: string) => {
    const { error } = { error: undefined, ...facts };
    lines.push(`${JSON.stringify(facts)} ${String(error)} ${message}`);
  };
  const server = await startHttp({
    port: 0,
    host: '127.0.0.1',
    secrets: new Map([['main', SECRET]]),
    onCallback: (body) => void bodies.push(body),
    health: () => ({ status: 'ok', reasons: [] }),
    ailment: () => null,
    prove: (nonce) => `proof of ${nonce}`,
    log: { debug: write, info: write, warn: write, error: write },
    ...options,
  });
  onTestFinished(() => server.stop());
  return { ...server, url: `http://127.0.0.1:${server.port}`, bodies, lines };
}

/** Opens a plain connection, for requests that no client library would send. */
export async function openConnection(
  port: number,
): Promise<{ socket: Socket; heard(): string; closed: Promise<void> }> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return { socket, heard: () => text, closed };
}

/** Sends one request as it is written and resolves with the whole answer without its date. */
export async function sendRequest(port: number, line: string, body = ''): Promise<string> {
  const { socket, heard, closed } = await openConnection(port);
  socket.write(`${line} HTTP/1.1\r\nhost: bot\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await closed;
  return heard().replace(/^date: .*\r\n/im, '');
}
