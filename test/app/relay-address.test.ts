import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createFixture } from './fixture.ts';

type Case = [what: string, relay: RelayOptions, path: string, env: Readonly<Record<string, string>>, told: RegExp];

const original: RelayOptions = { profile: 'original' };
const secret = { RELAY_AUTH: 'mj-api-secret' };

test.each<Case>([
  [
    'the path of RELAY_URL is wrong',
    { profile: 'gateway' },
    '/api/relay',
    {},
    /No relay answers at \S+\/api\/relay\/mj, but one does at http:\/\/127\.0\.0\.1:\d+\/mj: correct RELAY_URL\./,
  ],
  [
    'the path of RELAY_URL is wrong, and RELAY_MODE, too',
    original,
    '/a/b',
    { ...secret, RELAY_MODE: 'fast' },
    /but one does at http:\/\/127\.0\.0\.1:\d+\/mj: correct RELAY_URL\./,
  ],
  [
    'RELAY_MODE meets a relay without modes',
    original,
    '',
    { ...secret, RELAY_MODE: 'relax' },
    /This relay has no speeds in its address: unset RELAY_MODE\. It answers at http:\/\/127\.0\.0\.1:\d+\/mj\./,
  ],
])('the operator is told at the start when %s', async (_, relay, path, env, told) => {
  const fixture = await createFixture({ relay, env });
  fixture.env.RELAY_URL += path;
  await fixture.start();
  await vi.waitFor(() => expect(fixture.trace.lines.filter((line) => told.test(line))).toHaveLength(1), 10_000);
});

test('a page of whatever stands before the relay is no wrong address while it lasts for a moment', async () => {
  const fixture = await createFixture({ relay: { profile: 'raw' } });
  fixture.relay.faults.next('fetch', 'html200', 2);
  await fixture.start();
  const asked = () => fixture.relay.requests.filter(({ path }) => path.endsWith('/task/0/fetch'));
  await vi.waitFor(() => expect(asked()).toHaveLength(3), 10_000);
  expect(fixture.trace.lines.filter((line) => /No relay answers/.test(line))).toEqual([]);
});

type Unanswered = [what: string, told: RegExp, make: () => Promise<string>];

const at = (port: number) => `http://127.0.0.1:${port}`;
const silent = () => createServer((socket) => socket.on('error', () => socket.destroy()));
const cutting = () => createServer((socket) => socket.destroy());
const answering = (status: number, headers: Record<string, string>, body: string) =>
  createHttpServer((_, response) => response.writeHead(status, headers).end(body));
const html = { 'content-type': 'text/html' };

async function addressOf(server: Server): Promise<string> {
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return at(port);
}

test.each<Unanswered>([
  ['its name is not known', /There is no DNS answer for the relay’s name/, async () => 'http://relay.invalid'],
  ['nobody listens', /Nothing listens at \S+: check the port/, async () => at(await freePort())],
  ['nobody answers', /Nobody answers in time at/, () => addressOf(silent())],
  [
    'there is no TLS',
    /No trusted TLS connection to/,
    async () => (await addressOf(answering(200, {}, ''))).replace('http', 'https'),
  ],
  ['somebody hangs up', /break off: check the port/, () => addressOf(cutting())],
  [
    'it leads elsewhere',
    /must not follow: write https/,
    () => addressOf(answering(301, { location: 'https://x.example/' }, '')),
  ],
  [
    'a web page answers',
    /A web page answers at \S+, and no relay/,
    () => addressOf(answering(200, html, '<html>Hello</html>')),
  ],
  [
    'there is no such endpoint',
    /No relay answers at \S+: check the path/,
    () => addressOf(answering(404, {}, 'not here')),
  ],
])('the operator is told at the start, once, that %s', async (_, told, make) => {
  const fixture = await createFixture({ env: { RELAY_URL: await make() }, relayDeadlines: { fetch: 400 } });
  const { trace, start } = fixture;
  await start();
  await vi.waitFor(() => expect(trace.lines.filter((line) => told.test(line))).toHaveLength(1), 20_000);
  expect(trace.lines.filter((line) => line.includes('"level":"error"'))).toHaveLength(1);
});

test('a relay that answers later than its bot starts is asked until it does, and that is told', async () => {
  const fixture = await createFixture();
  await fixture.relay.down(true);
  await fixture.start();
  const told = (words: RegExp) => fixture.trace.lines.filter((line) => words.test(line));
  await vi.waitFor(() => expect(told(/Nothing listens at/)).toHaveLength(1), 10_000);
  await fixture.relay.down(false);
  await vi.waitFor(() => expect(told(/"alert":"notARelay".*is over/)).toHaveLength(1), 10_000);
});
