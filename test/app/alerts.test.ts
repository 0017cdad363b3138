import { expect, test, vi } from 'vitest';
import { createAlerts } from '../../src/app/alerts.ts';
import { createDiskWatch } from '../../src/app/disk-watch.ts';
import { createTroubleReport } from '../../src/app/watch.ts';
import type { Alert, Alerts } from '../../src/domain/ports/alerts.ts';
import { createHealth } from '../../src/http/health.ts';
import { openStore } from '../../src/store/store.ts';
import { en } from '../../src/text/en/index.ts';
import { zh } from '../../src/text/zh/index.ts';
import { freePort } from '../emulator/free-port.ts';
import { sampleAlerts } from '../sample-alerts.ts';
import { sampleClock } from '../sample-clock.ts';
import { createFixture } from './fixture.ts';
import { textOf } from './message-reading.ts';

const MINUTE = 60_000;
const nothing = () => {};
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const usedUp: Alert = { kind: 'creditUsedUp' };

/** One process that tells alerts; `next` is the one after it, on the same store. */
async function setUp(options: { readonly words?: typeof zh } = {}) {
  const time = { now: Date.UTC(2026, 10, 29) };
  const clock = sampleClock(() => time.now);
  const store = await openStore({ url: 'memory:', clock, log: silent });
  const state = { isDiscordUp: true, isStoreUp: true };
  const lines: string[] = [];
  const ends: object[] = [];
  const sent: string[] = [];
  const claims = {
    claim: async (...given: Parameters<typeof store.claims.claim>) => {
      if (!state.isStoreUp) throw new Error('the disk is full');
      return store.claims.claim(...given);
    },
  };
  const process = () => {
    const health = createHealth({ clock });
    const log = {
      ...silent,
      error: (_: object, sentence: string) => void lines.push(sentence),
      info: (facts: object) => void ends.push(facts),
    };
    const alerts = createAlerts({
      claims,
      clock,
      health,
      log,
      async send(text) {
        if (state.isDiscordUp) sent.push(text(options.words ?? en));
        return state.isDiscordUp;
      },
    });
    return { ...alerts, health: () => health.read().reasons };
  };
  return { ...process(), next: process, time, state, lines, ends, sent };
}

test('an alert is one line when it begins and one when it ends, and what comes and goes within an hour is none', async () => {
  const { raise, clear, time, lines, ends } = await setUp();
  raise(usedUp);
  time.now += 5_000;
  clear('creditUsedUp');
  for (let n = 0; n < 10; n += 1) {
    time.now += MINUTE;
    raise(usedUp);
    clear('creditUsedUp');
  }
  expect(lines).toHaveLength(1);
  expect(ends).toEqual([{ alert: 'creditUsedUp', ms: 5_000 }]);
});

test('what needs a person is told at once in the log, in /healthz and by one message, and ends with a calm /healthz', async () => {
  const { raise, clear, tick, health, lines, sent } = await setUp();
  for (let n = 0; n < 20; n += 1) raise(usedUp);
  await tick();
  expect(lines).toEqual([expect.stringContaining('The credit of RELAY_API_KEY is used up.')]);
  expect(sent).toEqual([expect.stringContaining('The credit of RELAY_API_KEY is used up.')]);
  expect(health()).toEqual(['credit: the key is used up']);
  clear('creditUsedUp');
  clear('keyRefused');
  await tick();
  expect([health(), sent.length]).toEqual([[], 1]);
});

test('of one kind there is one message an hour, also after a restart; what is still so then is told again', async () => {
  const first = await setUp();
  first.raise(usedUp);
  await first.tick();
  first.clear('creditUsedUp');
  first.raise(usedUp);
  await first.tick();
  const second = first.next();
  second.raise(usedUp);
  second.raise({ kind: 'diskLow', megabytes: 430 });
  await second.tick();
  expect(first.sent.map((text) => text.split(' ')[0])).toEqual(['The', 'Only']);
  first.time.now += 61 * MINUTE;
  await second.tick();
  expect(first.sent).toHaveLength(3);
  await first.tick();
  expect(first.sent).toHaveLength(3);
});

test('a message that Discord does not take is tried again, and one is sent though the store is ill', async () => {
  const { raise, tick, time, state, sent, lines } = await setUp();
  state.isDiscordUp = false;
  state.isStoreUp = false;
  raise({ kind: 'storeDown' });
  await tick();
  state.isDiscordUp = true;
  await tick();
  expect(sent).toEqual([]);
  time.now += MINUTE;
  await tick();
  await tick();
  expect(sent).toEqual([expect.stringContaining('The store cannot be written or read')]);
  expect(lines).toHaveLength(1);
});

test('a record that cannot be read is told for an hour', async () => {
  const { raise, tick, time, health } = await setUp();
  raise({ kind: 'recordDamaged', table: 'jobs', key: '1576' });
  time.now += 59 * MINUTE;
  await tick();
  expect(health()).toEqual(['records: a record cannot be read']);
  time.now += 2 * MINUTE;
  await tick();
  expect(health()).toEqual([]);
});

/** A report of a relay in trouble, by a process that leads until it is told not to. */
function troubleReport(alerts: Alerts, now: () => number) {
  const relay = { isTroubled: true };
  const leading = { isLeading: true };
  const announced: (string | null)[] = [];
  const client = { announce: (text: string | null) => void announced.push(text) };
  const health = createHealth({ clock: sampleClock(now) });
  const report = createTroubleReport({
    engine: { isTroubled: () => relay.isTroubled, holdsMembers: () => false },
    relays: ['main'],
    health,
    alerts,
    clock: sampleClock(now),
    client,
    isLeading: () => leading.isLeading,
  });
  return { report, relay, leading, announced, health };
}

test('the relay is said to be down after a while, not when it restarts, and to be up again', async () => {
  const { tick, time, sent, ...alerts } = await setUp();
  const { report, relay } = troubleReport(alerts, () => time.now);
  async function during(seconds: number, isTroubled: boolean) {
    relay.isTroubled = isTroubled;
    for (let n = 0; n < seconds; n += 1) {
      report();
      time.now += 1_000;
      await tick();
    }
  }
  await during(15, true);
  await during(15, false);
  expect(sent).toEqual([]);
  const since = Math.round(time.now / 1000);
  await during(12 * 60, true);
  await during(2, false);
  expect(sent).toEqual([
    expect.stringContaining(`The relay has not answered since <t:${since}:f>.`),
    expect.stringContaining('The relay answers again, after 12 minutes.'),
  ]);
});

test('a process that leads no longer says nothing of the relay, neither that it is down nor that it is up again', async () => {
  const { tick, time, sent, ends, ...alerts } = await setUp();
  const { report, leading, announced, health } = troubleReport(alerts, () => time.now);
  alerts.raise({ kind: 'keyRefused', why: 'refused' });
  alerts.raise({ kind: 'diskLow', megabytes: 430 });
  for (let n = 0; n < 30; n += 1) {
    report();
    time.now += 1_000;
    await tick();
  }
  expect(alerts.raised().map(({ kind }) => kind)).toEqual(['keyRefused', 'diskLow', 'relayDown']);
  const told = [...sent];
  leading.isLeading = false;
  report();
  await tick();
  expect(alerts.raised().map(({ kind }) => kind)).toEqual(['diskLow']);
  expect(alerts.health()).toEqual(['disk: nearly full']);
  expect(health.read().reasons.filter((reason) => reason.startsWith('submissions'))).toEqual([]);
  expect(announced.at(-1)).toBeNull();
  expect(sent).toEqual(told);
  expect(ends).toEqual([]);
});

test('the words of the relay are shown literally, and each alert is a sentence in both languages', async () => {
  const { raise, tick, sent } = await setUp({ words: zh });
  raise({ kind: 'relayRefuses', detail: '**no** <@1> channel https://evil.example/' });
  await tick();
  expect(sent[0]).toContain('\\*\\*no\\*\\*');
  expect(sent[0]).not.toMatch(/<@1>|evil/);
  const limit = { window: 'day', used: 800, limit: 1000, until: 0 } as const;
  const alerts: Alert[] = [
    { kind: 'keyRefused', why: 'refused' },
    { kind: 'keyRefused', why: 'forbidden' },
    { kind: 'creditLow', left: 1, of: 100 },
    { kind: 'tasksFail', detail: 'Blocked' },
    { kind: 'limitNear', ...limit },
    { kind: 'limitReached', ...limit },
    { kind: 'diskLow', megabytes: 430 },
  ];
  for (const alert of alerts) {
    expect(en.alerts.raised(alert, String)).toMatch(/^[A-Z].+[.”]$/);
    expect(zh.alerts.raised(alert, String)).toMatch(/\p{sc=Han}.*[。”]$/u);
  }
});

test('a disk that is nearly full is told, and free again only when there is some room', async () => {
  const alerts = sampleAlerts();
  let free = 600_000_000;
  const check = createDiskWatch('sqlite:data/x.sqlite', alerts, async () => free);
  const states: string[] = [];
  for (free of [600_000_000, 430_000_000, 520_000_000, 700_000_000]) {
    await check();
    states.push(alerts.active().join());
  }
  expect(states).toEqual(['', 'diskLow', 'diskLow', '']);
  expect(alerts.raised).toEqual([{ kind: 'diskLow', megabytes: 430 }]);
  await createDiskWatch('memory:', alerts, () => Promise.reject(new Error('no disk')))();
});

test('the first of OPERATORS reads by direct message that the key is used up, and nobody else does', async () => {
  const port = await freePort();
  const fixture = await createFixture({ relay: { keyQuota: 1, key: 'sk-emulatorkey7', tellsAccount: false } });
  const { discord, env, relay } = fixture;
  const operator = discord.member('olga');
  Object.assign(env, { PORT: String(port), OPERATORS: `${operator.id},${discord.member('otto').id}` });
  await fixture.start();
  await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message();
  await (await discord.member('ann').slash('imagine', { prompt: 'a hare' })).message();
  const mail = () => discord.dms(operator);
  await vi.waitFor(() => expect(mail()).toHaveLength(1), 5_000);
  expect(mail().map(textOf)[0]).toContain('The credit of RELAY_API_KEY is used up. Top it up; no restart is needed.');
  expect(discord.dms(discord.member('otto'))).toEqual([]);
  const health = await (await fetch(`http://127.0.0.1:${port}/healthz`)).json();
  expect(health).toMatchObject({ status: 'degraded', reasons: expect.arrayContaining(['credit: the key is used up']) });
  for (const piece of ['sk-emu', 'ey7', relay.url]) expect(mail().map(textOf).join()).not.toContain(piece);
});
