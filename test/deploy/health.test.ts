import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import { root } from './dockerfile.ts';

/** The exit code of a look at this port, and what it says. */
async function look(port: string): Promise<readonly [code: number | null, said: string]> {
  const child = execFile(process.execPath, [join(root, 'src/cli/health.mjs')], { env: { PORT: port } });
  let said = '';
  child.stdout?.on('data', (text: string) => {
    said += text;
  });
  child.stderr?.on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  return [child.exitCode, said];
}

/** A server that answers `/livez` with this status, and never when it is null. */
async function answering(status: number | null): Promise<string> {
  const server = createServer((request, response) => {
    if (status !== null) response.writeHead(request.url === '/livez' ? status : 404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return String(address !== null && typeof address === 'object' ? address.port : '');
}

test('a container is well while /livez says 200, or where there is no port to ask at', async () => {
  expect(await look(await answering(200))).toEqual([0, '']);
  expect(await look('')).toEqual([0, '']);
  expect(await look(' ')).toEqual([0, '']);
});

test('a container is unwell, and says why, when /livez says 503, is out of reach or never answers', async () => {
  const [ill, silent, gone] = [await answering(503), await answering(null), String(await freePort())];
  expect(await look(ill)).toEqual([1, `/livez on port ${ill} says 503.\n`]);
  expect(await look(gone)).toEqual([1, `/livez on port ${gone} cannot be asked (ECONNREFUSED).\n`]);
  expect(await look(silent)).toEqual([1, `/livez on port ${silent} does not answer.\n`]);
});
