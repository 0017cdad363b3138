import { expect, test } from 'vitest';
import { enter } from '../../src/domain/job/job.ts';
import type { Relay } from '../../src/domain/ports/relay.ts';
import { createRelayCapabilities } from '../../src/jobs/relay-capabilities.ts';
import { createRelays, type EngineRelay } from '../../src/jobs/relays.ts';
import { sampleAlerts } from '../sample-alerts.ts';
import { sampleClock } from '../sample-clock.ts';
import { receivedJob } from '../store/sample-records.ts';
import { createSimulatedProcess } from './simulation/process.ts';
import { createSimulatedRelay } from './simulation/relay.ts';

const GUILD = '111111111111111111';
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

function relayNamed(name: string, isListed = true): EngineRelay {
  const port: Relay = createSimulatedRelay([name]).portFor(createSimulatedProcess('process'));
  const refusals = { all: async () => [], add: async () => {} };
  const clock = sampleClock();
  const capabilities = createRelayCapabilities({ refusals, relay: name, clock, switchedOff: async () => [], log });
  return { name, isListed, slots: 3, port, capabilities };
}

function setUp() {
  const time = { now: 1_000_000 };
  const kept: { relay: EngineRelay | null | Error } = { relay: relayNamed(GUILD) };
  const seen = { opened: 0, closed: 0, changes: 0 };
  const relays = createRelays({
    relays: [relayNamed('main'), relayNamed('old', false)],
    serverRelays: {
      async open() {
        seen.opened += 1;
        if (kept.relay instanceof Error) throw kept.relay;
        return kept.relay;
      },
      close: () => {
        seen.closed += 1;
      },
    },
    alerts: sampleAlerts(),
    clock: sampleClock(() => time.now),
    log,
    signal: new AbortController().signal,
    onChange: () => {
      seen.changes += 1;
    },
  });
  return { relays, kept, seen, time };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a server’s own relay is opened when somebody asks for it, once', async () => {
  const { relays, seen } = setUp();
  expect([relays.named(GUILD), relays.named(GUILD), relays.isPending(GUILD)]).toEqual([undefined, undefined, true]);
  await settle();
  expect(relays.named(GUILD)?.name).toBe(GUILD);
  expect([seen.opened, seen.changes, relays.isPending(GUILD)]).toEqual([1, 1, false]);
  expect(relays.all.map(({ name }) => name)).toEqual(['main', 'old', GUILD]);
  expect(relays.listed.map(({ name }) => name)).toEqual(['main']);
});

test('while the store is ill a server’s relay is pending, not gone, and is tried again soon, not all the time', async () => {
  const { relays, kept, seen, time } = setUp();
  kept.relay = new Error('the store is ill');
  for (let n = 0; n < 5; n += 1) {
    relays.named(GUILD);
    await settle();
  }
  expect([seen.opened, relays.isPending(GUILD)]).toEqual([1, true]);
  kept.relay = relayNamed(GUILD);
  time.now += 6_000;
  relays.named(GUILD);
  await settle();
  expect(relays.named(GUILD)?.name).toBe(GUILD);
});

test('a key that was replaced, removed or forgotten counts within seconds', async () => {
  const { relays, kept, time } = setUp();
  const first = await relays.opened(GUILD);
  const after = async (relay: EngineRelay | null) => {
    kept.relay = relay;
    time.now += 6_000;
    await relays.renew();
    return relays.named(GUILD);
  };
  const second = await after(relayNamed(GUILD));
  expect(second?.port).not.toBe(first?.port);
  expect((await after({ ...relayNamed(GUILD), isListed: false }))?.isListed).toBe(false);
  expect([await after(null), relays.isPending(GUILD)]).toEqual([undefined, false]);
});

test('a server’s relay that nobody has used for ten minutes is closed', async () => {
  const { relays, seen, time } = setUp();
  await relays.opened(GUILD);
  time.now += 11 * 60_000;
  await relays.renew();
  expect([seen.closed, relays.all.length, relays.isPending(GUILD)]).toEqual([1, 2, true]);
});

test('a job that a server pays for belongs to that server’s relay in every step', async () => {
  const { relays } = setUp();
  await relays.opened(GUILD);
  const place = { guildId: GUILD, channelId: '2', messageId: '3' };
  const job = { ...receivedJob('10'), payer: GUILD };
  const steps = [
    job,
    enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 }),
    enter(job, { step: 'submitting', place, since: 0, attempt: 'a' }),
    enter(job, { step: 'following', place, taskId: `${GUILD}:7`, acceptedAt: 0, modalSent: false }),
  ];
  expect(steps.map((one) => relays.of(one)?.name)).toEqual(steps.map(() => GUILD));
});
