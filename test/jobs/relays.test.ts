import { expect, test } from 'vitest';
import { enter } from '../../src/domain/job/job.ts';
import type { Refusal } from '../../src/domain/ports/store.ts';
import { createRelays, type EngineRelay, type ServerRelays } from '../../src/jobs/relays.ts';
import { sampleAlerts } from '../sample-alerts.ts';
import { sampleClock } from '../sample-clock.ts';
import { receivedJob, silentLog } from '../store/sample-records.ts';
import { playEngineRelay } from './engine-relay.ts';

const GUILD = '111111111111111111';
const idle = () => false;
const ill = async () => {
  throw new Error('the store is ill');
};

function setUp() {
  const time = { now: 1_000_000 };
  const played = new Map<string, EngineRelay>();
  const kept: { open: ServerRelays['open'] } = {
    async open(guildId) {
      const relay = played.get(guildId) ?? playEngineRelay(guildId);
      played.set(guildId, relay);
      return relay;
    },
  };
  const seen = { opened: 0, closed: 0, changes: 0 };
  const relays = createRelays({
    relays: [playEngineRelay('main'), { ...playEngineRelay('old'), isListed: false }],
    serverRelays: {
      open(guildId) {
        seen.opened += 1;
        return kept.open(guildId);
      },
      close: () => {
        seen.closed += 1;
      },
    },
    alerts: sampleAlerts(),
    clock: sampleClock(() => time.now),
    log: silentLog,
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
  kept.open = ill;
  for (let n = 0; n < 5; n += 1) {
    relays.named(GUILD);
    await settle();
  }
  expect([seen.opened, relays.isPending(GUILD)]).toEqual([1, true]);
  kept.open = async () => playEngineRelay(GUILD);
  time.now += 6_000;
  relays.named(GUILD);
  await settle();
  expect(relays.named(GUILD)?.name).toBe(GUILD);
});

test('a key that was replaced, removed or forgotten counts within seconds', async () => {
  const { relays, kept, time } = setUp();
  const first = await relays.opened(GUILD);
  const after = async (relay: EngineRelay | null) => {
    kept.open = async () => relay;
    time.now += 6_000;
    await relays.renew(idle);
    return relays.named(GUILD);
  };
  const second = await after(playEngineRelay(GUILD));
  expect(second?.port).not.toBe(first?.port);
  expect((await after({ ...playEngineRelay(GUILD), isListed: false }))?.isListed).toBe(false);
  expect([await after(null), relays.isPending(GUILD)]).toEqual([undefined, false]);
});

test('a server’s relay that nobody has used for ten minutes is closed', async () => {
  const { relays, seen, time } = setUp();
  await relays.opened(GUILD);
  time.now += 11 * 60_000;
  await relays.renew(idle);
  expect([seen.closed, relays.all.length, relays.isPending(GUILD)]).toEqual([1, 2, true]);
});

test('a server’s relay is never closed while the server has jobs, and ten minutes after the last one', async () => {
  const { relays, seen, time } = setUp();
  await relays.opened(GUILD);
  for (let hours = 0; hours < 24; hours += 1) {
    time.now += 3_600_000;
    await relays.renew((guildId) => guildId === GUILD);
  }
  expect([seen.closed, relays.isPending(GUILD)]).toEqual([0, false]);
  time.now += 9 * 60_000;
  await relays.renew(idle);
  expect(seen.closed).toBe(0);
  time.now += 2 * 60_000;
  await relays.renew(idle);
  expect([seen.closed, relays.isPending(GUILD)]).toEqual([1, true]);
});

test.each([
  { open: 200, left: 200 },
  { open: 201, left: 2 },
])('of $open open relays of servers $left are left after a minute: one is used, and one has jobs', async (given) => {
  const { relays, seen, time } = setUp();
  const guilds = Array.from({ length: given.open }, (_, index) => String(BigInt(GUILD) + BigInt(index)));
  for (const guildId of guilds) await relays.opened(guildId);
  const [used, busy] = guilds;
  time.now += 61_000;
  relays.named(used ?? '');
  await relays.renew((guildId) => guildId === busy);
  expect(guilds.filter((guildId) => !relays.isPending(guildId)).slice(0, 2)).toEqual([used, busy]);
  expect(given.open - seen.closed).toBe(given.left);
});

test('a store that is slow holds up the keys of all servers once, not one after another', async () => {
  const { relays, kept, time } = setUp();
  const guilds = ['1', '2', '3'].map((end) => GUILD.slice(1) + end);
  for (const guildId of guilds) await relays.opened(guildId);
  const asked: string[] = [];
  const { promise: answer, resolve } = Promise.withResolvers<null>();
  kept.open = (guildId) => {
    asked.push(guildId);
    return answer;
  };
  time.now += 6_000;
  const renewed = relays.renew(idle);
  await settle();
  expect(asked).toEqual(guilds);
  resolve(null);
  await renewed;
  expect(guilds.map((guildId) => relays.named(guildId))).toEqual([undefined, undefined, undefined]);
});

test('while the store is ill an open relay stays in use, and its key is read again every few seconds', async () => {
  const { relays, kept, seen, time } = setUp();
  await relays.opened(GUILD);
  kept.open = ill;
  for (let second = 0; second < 11; second += 1) {
    time.now += 1_000;
    await relays.renew(idle);
  }
  expect([seen.opened, relays.named(GUILD)?.name]).toEqual([3, GUILD]);
});

test('what is remembered of a server’s relay is read before it is used, as it opens and when its key is replaced', async () => {
  const { relays, kept, time } = setUp();
  for (const key of ['first', 'second']) {
    const { promise: answer, resolve } = Promise.withResolvers<Refusal[]>();
    const relay = playEngineRelay(GUILD, { all: () => answer, add: async () => {} });
    kept.open = async () => relay;
    time.now += 6_000;
    relays.named(GUILD);
    const renewed = relays.renew(idle);
    await settle();
    expect([key, relays.named(GUILD), relays.isPending(GUILD)]).toEqual([key, undefined, true]);
    resolve([{ class: 'buttons', at: 1 }]);
    await renewed;
    await settle();
    expect(relays.named(GUILD)?.port).toBe(relay.port);
    expect(relays.named(GUILD)?.capabilities.matchesByPrompt()).toBe(true);
  }
});

test('a server’s relay opens though what is remembered of it cannot be read', async () => {
  const { relays, kept } = setUp();
  const relay = playEngineRelay(GUILD, { all: ill, add: ill });
  kept.open = async () => relay;
  expect((await relays.opened(GUILD))?.port).toBe(relay.port);
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
