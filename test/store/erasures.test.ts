import { expect, onTestFinished, test } from 'vitest';
import { emptyAccount } from '../../src/domain/credits/account.ts';
import { StoreError } from '../../src/domain/failures/errors.ts';
import { NOBODY } from '../../src/domain/job/forgotten.ts';
import { enter, type Job } from '../../src/domain/job/job.ts';
import { defaultSettings } from '../../src/domain/settings/settings.ts';
import { parseStoreUrl } from '../../src/lib/store-address.ts';
import { createErasures } from '../../src/store/repositories/erasures.ts';
import { readPersonalData } from '../../src/store/repositories/personal-data.ts';
import { DAY_MS } from '../../src/store/store.ts';
import { openTables, type Tables } from '../../src/store/tables/tables.ts';
import { sampleClock } from '../sample-clock.ts';
import { receivedJob, silentLog } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { listAll, sqliteUrl } from './test-store.ts';

const ANN = '100000000000000001';
const BEN = '100000000000000002';
const GUILD = '300000000000000001';
const NOW = Date.UTC(2026, 10, 20, 12);

/** A snowflake made at this time. */
const idAt = (time: number, n: number) => String((BigInt(time - 1_420_070_400_000) << 22n) + BigInt(n));
const wordsOf = (memberId: string) => `the words of ${memberId}`;
const placeOf = (id: string) => ({ guildId: GUILD, channelId: '20', messageId: `${id}9` });

function jobOf(memberId: string, time: number, n: number): Job {
  const prompt = wordsOf(memberId);
  return {
    ...receivedJob(idAt(time, n)),
    requester: { id: memberId, name: `name of ${memberId}`, locale: 'en-US' },
    request: { kind: 'imagine', prompt, images: ['https://x.test/own.png'], bot: 'MID_JOURNEY' },
    prompt,
    createdAt: time,
    charge: { kind: 'image', amount: 2, entries: [{ account: `m:${GUILD}:${memberId}`, month: '2026-11', day: 20 }] },
  };
}

/** What a member leaves behind who has made a picture, failed, begun something, and asked for more than one. */
async function fill(
  tables: Tables,
  memberId: string,
  time: number,
  n: number,
): Promise<{ shown: string; open: string }> {
  const prompt = wordsOf(memberId);
  const job = jobOf(memberId, time, n);
  const place = placeOf(job.id);
  const buttons = [{ customId: 'MJ::JOB::upsample::1::x', label: 'U1', emoji: '', style: 2 } as const];
  const outcome = { kind: 'pictures', taskId: `7${n}`, imageUrls: ['https://x.test/made.png'], videoUrls: [] } as const;
  const shown = enter(job, { step: 'settled', place, outcome: { ...outcome, buttons, prompt, text: '' }, at: time });
  const failed = jobOf(memberId, time, n + 1);
  const open = jobOf(memberId, time, n + 2);
  await tables.jobs.put(shown.id, shown);
  await tables.jobs.put(
    failed.id,
    enter(failed, { step: 'settled', place, outcome: { kind: 'failed', reason: { kind: 'taskLost' } }, at: time }),
  );
  await tables.open.put(open.id, enter(open, { step: 'waiting', place, notBefore: 0, refusals: 0 }));
  const posted = buttons.map((button) => ({ ...button, id: button.customId }));
  const record = { place, jobId: job.id, taskId: `7${n}`, buttons: posted, requesterId: memberId, prompt };
  await tables.messages.put(place.messageId, { ...record, createdAt: time });
  const recent = { taskId: `7${n}`, prompt, place, at: time };
  await tables.members.put(memberId, [recent]);
  await tables.channels.change('20', (there = []) => [...there, recent]);
  await tables.settings.put(memberId, { ...defaultSettings, suffix: prompt });
  const draft = {
    memberId,
    prompts: [{ prompt, bot: 'MID_JOURNEY' }],
    images: [],
    private: false,
    parent: null,
  } as const;
  await tables.drafts.put(job.id, { id: job.id, ...draft, createdAt: time });
  for (const month of ['2026-10', '2026-11']) {
    await tables.accounts.put(`m:${GUILD}:${memberId}|${month}`, { ...emptyAccount, credits: [2], listed: true });
    const pages = [{ id: 'p', first: idAt(time, n), last: idAt(time, n), days: [[20, 2]] as const }];
    await tables.holds.put(`u:${memberId}|${month}|p`, [[idAt(time, n), 2, 20]]);
    await tables.accounts.put(`u:${memberId}|${month}`, { ...emptyAccount, pages, credits: [2], listed: true });
    await tables.rosters.change(`${GUILD}|${month}`, (there = []) => [...there, memberId]);
  }
  return { shown: shown.id, open: open.id };
}

async function prepare() {
  const url = sqliteUrl();
  let now = NOW;
  const clock = sampleClock(() => now);
  const tables = await openTables(parseStoreUrl(url), { ttl: 90 * DAY_MS, clock, log: silentLog });
  onTestFinished(tables.close);
  const ann = await fill(tables, ANN, NOW - 5 * DAY_MS, 1);
  const ben = await fill(tables, BEN, NOW - 5 * DAY_MS, 11);
  const file = storeFile(url);
  return {
    tables,
    clock,
    ann,
    ben,
    file,
    dump: file.dump,
    erasures: createErasures({ tables, clock, log: silentLog }),
    wait: (ms: number) => {
      now += ms;
    },
  };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Ends what still runs of a member, as the bot does in time. */
async function endOpen({ tables, ann: { open } }: Prepared): Promise<void> {
  const job = await tables.open.get(open);
  if (!job) return;
  const outcome = { kind: 'failed', reason: { kind: 'taskLost' } } as const;
  await tables.jobs.put(open, enter(job, { step: 'settled', place: placeOf(open), outcome, at: NOW }));
  await tables.open.delete(open);
}

test('of a member who asks for it nothing is left but what the question says, and nobody else loses anything', async () => {
  const prepared = await prepare();
  const { tables, erasures, dump, ann, wait } = prepared;
  const bens = JSON.stringify(await readPersonalData(tables, BEN, 1e6));
  await erasures.request(ANN);
  await erasures.work();
  // What runs goes on, and is forgotten once it has ended.
  expect(await tables.open.get(ann.open)).toMatchObject({ requester: { id: ANN }, prompt: wordsOf(ANN) });
  expect(await tables.settings.get(ANN)).toBeUndefined();
  expect(await readPersonalData(tables, ANN, 1e6)).toMatchObject({ recentTasks: [], drafts: [] });
  await endOpen(prepared);
  wait(3 * 3_600_000);
  await erasures.work();
  expect(dump()).not.toContain(wordsOf(ANN));
  expect(dump()).not.toContain(`name of ${ANN}`);
  // The credits of this month stay, so that erasing fills up no limit.
  expect(await tables.accounts.get(`m:${GUILD}:${ANN}|2026-11`)).toMatchObject({ credits: [2] });
  expect(await tables.accounts.get(`m:${GUILD}:${ANN}|2026-10`)).toBeUndefined();
  expect(await listAll(tables.holds.keys())).not.toContain(`u:${ANN}|2026-10|p`);
  expect((await readPersonalData(tables, ANN, 1e6)).accounts).toContainEqual(
    expect.objectContaining({
      account: `u:${ANN}`,
      used: expect.objectContaining({ held: [[idAt(NOW - 5 * DAY_MS, 1), 2, 20]] }),
    }),
  );
  expect(await tables.rosters.get(`${GUILD}|2026-10`)).toEqual([BEN]);
  expect(await tables.rosters.get(`${GUILD}|2026-11`)).toEqual([ANN, BEN]);
  expect(JSON.stringify(await readPersonalData(tables, BEN, 1e6)) === bens).toBe(true);
  wait(14 * DAY_MS);
  await erasures.work();
  expect(dump()).not.toContain(ANN);
});

test('buttons below what was made go on working for everybody, and no longer than before', async () => {
  const { tables, erasures, ann, file } = await prepare();
  const { messageId } = placeOf(ann.shown);
  const ends = file.expiryOf('messages', messageId);
  await erasures.request(ANN);
  await erasures.work();
  expect(await tables.messages.get(messageId)).toMatchObject({
    requesterId: NOBODY,
    prompt: '',
    buttons: [{ label: 'U1' }],
  });
  const job = await tables.jobs.get(ann.shown);
  expect(job).toMatchObject({ requester: { id: NOBODY, name: '' }, outcome: { kind: 'pictures', taskId: '71' } });
  expect(ends).not.toBeNull();
  expect(file.expiryOf('messages', messageId)).toBe(ends);
});

test('what is chosen and made after it is kept', async () => {
  const prepared = await prepare();
  const { tables, erasures, wait } = prepared;
  await erasures.request(ANN);
  wait(60_000);
  await tables.settings.put(ANN, { ...defaultSettings, suffix: '--ar 3:2' });
  const again = jobOf(ANN, NOW + 60_000, 30);
  const place = placeOf(again.id);
  await tables.members.put(ANN, [{ taskId: '90', prompt: 'a hare', place, at: NOW + 60_000 }]);
  await endOpen(prepared);
  wait(3 * 3_600_000);
  await erasures.work();
  wait(40 * DAY_MS);
  await erasures.work();
  expect(await tables.settings.get(ANN)).toMatchObject({ suffix: '--ar 3:2' });
  expect(await tables.members.get(ANN)).toMatchObject([{ prompt: 'a hare' }]);
  expect(await Array.fromAsync(tables.erasures.rows())).toEqual([]);
});

test('asking twice comes to the same as asking once', async () => {
  const [once, twice] = [await prepare(), await prepare()];
  for (const prepared of [once, twice]) {
    for (let n = 0; n < (prepared === once ? 1 : 2); n += 1) {
      await prepared.erasures.request(ANN);
      await prepared.erasures.work();
    }
    await endOpen(prepared);
    prepared.wait(3 * 3_600_000);
    await prepared.erasures.work();
  }
  const withoutFlushes = ({ dump }: Prepared) => dump().replaceAll(/[0-9a-f-]{36}|expires[\\":]*\d+/g, '');
  expect(withoutFlushes(twice) === withoutFlushes(once)).toBe(true);
});

test('an erasure that is interrupted at any write is finished by the next one', async () => {
  const whole = await prepare();
  let writes = 0;
  await eraseAll(whole, (work) => {
    writes += 1;
    return work();
  });
  expect(writes).toBeGreaterThan(10);
  for (let last = 0; last < writes; last += 1) {
    const prepared = await prepare();
    let left = last;
    await eraseAll(prepared, (work) => {
      if (left <= 0) throw new StoreError('the process died');
      left -= 1;
      return work();
    }).catch(() => undefined);
    await eraseAll(prepared, (work) => work());
    prepared.wait(14 * DAY_MS);
    await prepared.erasures.work();
    expect(prepared.dump(), `died after ${last} writes`).not.toContain(ANN);
    expect(await prepared.tables.messages.get(placeOf(prepared.ben.shown).messageId)).toMatchObject({
      requesterId: BEN,
    });
  }
});

/** Asks for everything to be erased and works it off; `onWrite` carries out each write. */
async function eraseAll(prepared: Prepared, onWrite: <T>(work: () => Promise<T>) => Promise<T>): Promise<void> {
  const { tables, clock, wait } = prepared;
  const watched = new Proxy(tables, {
    get(target, name, receiver) {
      const table: unknown = Reflect.get(target, name, receiver);
      return typeof table === 'object' && table !== null ? watch(table, onWrite) : table;
    },
  });
  const erasures = createErasures({ tables: watched, clock, log: silentLog });
  await erasures.request(ANN);
  await endOpen(prepared);
  wait(3 * 3_600_000);
  await erasures.work();
}

const writing = new Set<PropertyKey>(['put', 'change', 'rewrite', 'delete']);

function watch<T extends object>(table: T, onWrite: <R>(work: () => Promise<R>) => Promise<R>): T {
  return new Proxy(table, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function' || !writing.has(name)) return method;
      return async (...given: readonly unknown[]) => onWrite(async () => Reflect.apply(method, target, given));
    },
  });
}
