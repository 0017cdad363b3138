import { expect, test, vi } from 'vitest';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createFixture } from './fixture.ts';

type Case = [what: string, relay: RelayOptions, env: Readonly<Record<string, string>>, told: readonly RegExp[]];

const secret = { RELAY_AUTH: 'mj-api-secret' };
const dropped = /As it comes, it drops the speed “relax” of RELAY_MODE.+have members add --relax to their prompts/;

test.concurrent.for<Case>([
  [
    'the relay takes the key only in another header',
    { profile: 'one-hub' },
    {},
    [
      /RELAY_API_KEY was refused by the relay/,
      /takes RELAY_API_KEY with RELAY_AUTH=mj-api-secret: set that, and restart/,
    ],
  ],
  [
    'nothing takes the key',
    { profile: 'one-hub' },
    { ...secret, RELAY_API_KEY: 'sk-wrong' },
    [/was refused by the relay/],
  ],
  ['RELAY_MODE meets a gateway that drops it', { profile: 'gateway' }, { RELAY_MODE: 'relax' }, [dropped]],
  ['RELAY_MODE meets a gateway that keeps it', { profile: 'one-hub' }, { ...secret, RELAY_MODE: 'relax' }, []],
  ['all is as it should be', { profile: 'gateway' }, {}, []],
])('the operator is told at the start what to set when %s', async ([, relay, env, told], { onTestFinished }) => {
  const fixture = await createFixture({ relay, env, onTestFinished });
  await fixture.start();
  // Every question has been asked by the time the last of them is.
  const warnings = () => fixture.trace.lines.filter((line) => /"level":("(warn|error)"|[45]0)/.test(line));
  await fixture.relay.waitUntil(() => fixture.relay.requests.some(({ path }) => path === '/api/status'));
  await vi.waitFor(() => expect(warnings()).toEqual(told.map((like) => expect.stringMatching(like))), 5_000);
});
