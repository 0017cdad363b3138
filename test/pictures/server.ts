import { createServer, type IncomingMessage, type RequestListener, type ServerOptions } from 'node:http';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** A file server for one test. `url` is its address at 127.0.0.1, `seen` the requests that it received. */
export async function serve(
  listener: RequestListener,
  options: ServerOptions = {},
): Promise<{ url: string; port: number; seen: readonly IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer(options, (request, response) => {
    seen.push(request);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the file server has no port');
  const { port } = address;
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

/** The address of a host that accepts no connection: its queue of them is full, and its thread is blocked. */
export async function unresponsiveHost(): Promise<string> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
     });`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const inLine = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  onTestFinished(async () => {
    for (const socket of inLine) socket.destroy();
    await worker.terminate();
  });
  return `http://127.0.0.1:${port}`;
}
