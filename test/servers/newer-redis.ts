import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * Makes a Redis of any version look like one of 7.2, which can be asked whether its disk has what was written. `written` says how
 * many disks have it, 1 or 0. Resolves with its address and with how often it was asked.
 */
export async function asNewerRedis(port: number, written: () => number) {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect(port, '127.0.0.1');
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [client, redis].map((one) => one.destroy()));
    }
    client.on('data', (bytes) => {
      if (!bytes.includes('WAITAOF')) return void redis.write(bytes);
      asked += 1;
      client.write(`*2\r\n:${written()}\r\n:0\r\n`);
    });
    redis.on('data', (bytes) => {
      // As long as before: the answer says how long it is.
      const text = bytes
        .toString('latin1')
        .replace(/redis_version:[\d.]+/, (is) => 'redis_version:7.2.'.padEnd(is.length, '0'));
      client.write(text, 'latin1');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return { url: `redis://127.0.0.1:${address.port}`, asked: () => asked };
}
