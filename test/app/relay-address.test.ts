import { expect, test, vi } from 'vitest';
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
