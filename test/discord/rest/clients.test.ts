import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import { direct } from '../../direct.ts';

test('an answer of Discord that breaks off while nobody reads it ends no process', async ({ onTestFinished }) => {
  let asked = 0;
  const brokenOff = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    asked += 1;
    if (asked > 1) return void response.setHeader('content-type', 'application/json').end('{"ok":true}');
    // discord.js repeats a request after such an answer, and never looks at its body.
    response.writeHead(503, { 'content-type': 'application/json', 'content-length': '100' }).write('{"message":');
    setImmediate(() => {
      response.socket?.once('close', brokenOff.resolve).destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const clients = createRestClients({
    apiUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api`,
    botToken: 'token',
    dispatcher: direct.dispatcher,
  });
  onTestFinished(async () => {
    clients.close();
    server.closeAllConnections();
    server.close();
  });
  const crashes: unknown[] = [];
  const onCrash = (error: unknown) => void crashes.push(error);
  process.on('uncaughtExceptionMonitor', onCrash);
  expect(await clients.bot.get('/gateway')).toEqual({ ok: true });
  await brokenOff.promise;
  await new Promise((resolve) => setImmediate(resolve));
  process.off('uncaughtExceptionMonitor', onCrash);
  expect(crashes).toEqual([]);
});
