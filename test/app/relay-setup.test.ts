import { expect, test, vi } from 'vitest';
import { tellBalance } from '../../src/app/setup-checks.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { sampleAlerts } from '../sample-alerts.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished, labelsOf } from './message-reading.ts';

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
  [
    'the key may not use what windows need',
    { profile: 'gateway', withoutChannel: ['mj_modal'] },
    {},
    [/RELAY_API_KEY may not use mj_modal: new words with remix, Custom Zoom and Vary \(Region\) fail/],
  ],
  ['all is as it should be', { profile: 'gateway' }, {}, []],
])('the operator is told at the start what to set when %s', async ([, relay, env, told], { onTestFinished }) => {
  const fixture = await createFixture({ relay, env, onTestFinished });
  await fixture.start();
  // Every question has been asked by the time the last of them is.
  const warnings = () => fixture.trace.lines.filter((line) => /"level":("(warn|error)"|[45]0)/.test(line));
  await fixture.relay.waitUntil(() => fixture.relay.requests.some(({ path }) => path === '/api/status'));
  await vi.waitFor(() => expect(warnings()).toEqual(told.map((like) => expect.stringMatching(like))), 5_000);
});

test.concurrent('buttons for which the key has no model are left out before anybody is refused, and the balance is told', async ({
  onTestFinished,
}) => {
  const relay = { profile: 'gateway', withoutChannel: ['mj_reroll'], keyQuota: 50 } as const;
  const fixture = await createFixture({ relay, onTestFinished });
  await fixture.start();
  const told = (words: string) => fixture.trace.lines.some((line) => line.includes(words));
  await vi.waitFor(() => expect(told('are left out of results: reroll.')).toBe(true), 5_000);
  await vi.waitFor(() => expect(told('RELAY_API_KEY may still spend 50.00 of 50.00.')).toBe(true), 5_000);
  const grid = await finished(
    await (await fixture.discord.member('ann').slash('imagine', { prompt: 'a fox' })).message(),
  );
  expect(labelsOf(grid)).toContain('U1');
  expect(labelsOf(grid)).not.toContain('🔄');
  expectClean(fixture);
});

test('a balance is told at the start, and again when it gets low', () => {
  const told: string[] = [];
  const alerts = sampleAlerts();
  const active = [50, 30, 9, 8, 60, 5].map((left, n) => {
    tellBalance({ left, of: 100 }, n === 0, alerts, { info: (_, sentence) => void told.push(sentence) });
    return alerts.active().join();
  });
  expect(told).toEqual(['RELAY_API_KEY may still spend 50.00 of 100.00.']);
  expect(active).toEqual(['', '', 'creditLow', 'creditLow', '', 'creditLow']);
  expect(alerts.raised[0]).toEqual({ kind: 'creditLow', left: 9, of: 100 });
});
