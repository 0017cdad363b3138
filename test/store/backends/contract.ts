import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { emptyAccount, end, hold, noLimit, used } from '../../../src/domain/credits/account.ts';
import { StoreError } from '../../../src/domain/failures/errors.ts';
import { enter } from '../../../src/domain/job/job.ts';
import { openBot } from '../../../src/domain/policy/bot-policy.ts';
import { openServer } from '../../../src/domain/policy/server-policy.ts';
import type { RecentTask } from '../../../src/domain/ports/store.ts';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { sampleClock } from '../../sample-clock.ts';
import * as arbitrary from '../arbitraries.ts';
import { putJob } from '../put-job.ts';
import { place, receivedJob, recentTask, settledJob, shownMessage } from '../sample-records.ts';
import { listAll, openTestStore } from '../test-store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** What every backend promises. `url` names an empty store of its own for each test. */
export function storeContract(name: string, url: () => string | Promise<string>): void {
  /** Moves the computer's clock for the running test. */
  function later(ms: number): void {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  }

  describe(`a ${name} store`, () => {
    test('keeps a job through its steps and lists it while it is open', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      const job = receivedJob('10');
      expect(await jobs.get('10')).toBeUndefined();
      expect(await jobs.add(job)).toBe(true);
      expect(await jobs.get('10')).toEqual(job);
      const waiting = enter(job, { step: 'waiting', place: place('20'), notBefore: 0, refusals: 0 });
      await putJob(jobs, waiting);
      expect(await listAll(jobs.open())).toEqual([waiting]);
      await putJob(jobs, settledJob('10'));
      expect(await listAll(jobs.open())).toEqual([]);
      expect(await jobs.get('10')).toEqual(settledJob('10'));
    });

    test('keeps what relays cannot do, each class once with its newest date, apart by relay', async () => {
      const { refusals } = await openTestStore({ url: await url() });
      expect(await refusals.all('one')).toEqual([]);
      await refusals.add('one', { class: 'animate', at: 1 });
      await refusals.add('one', { class: 'bookmark', at: 2 });
      await refusals.add('one', { class: 'animate', at: 3 });
      expect(await refusals.all('one')).toEqual([
        { class: 'bookmark', at: 2 },
        { class: 'animate', at: 3 },
      ]);
      expect(await refusals.all('two')).toEqual([]);
    });

    test('knows a replayed interaction, be its job open or settled', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      const added = await Promise.all(range(10).map(() => jobs.add(receivedJob('10'))));
      expect(added.filter(Boolean)).toHaveLength(1);
      await putJob(jobs, settledJob('10'));
      expect(await jobs.add(receivedJob('10'))).toBe(false);
      expect(await listAll(jobs.open())).toEqual([]);
    });

    test('forgets a dropped job wholly', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      await jobs.add(receivedJob('10'));
      expect(await jobs.drop(receivedJob('10'))).toBe(true);
      expect(await jobs.get('10')).toBeUndefined();
      expect(await jobs.add(receivedJob('10'))).toBe(true);
      await jobs.drop(receivedJob('never there'));
    });

    test('moves a job only on from where it is, and knows a move that it has made', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      const received = receivedJob('10');
      const waiting = enter(received, { step: 'waiting', place: place('20'), notBefore: 0, refusals: 0 });
      const called = enter(waiting, { step: 'submitting', place: place('20'), since: 1, attempt: 'one' });
      expect(await jobs.replace(received, waiting)).toBe(false);
      await jobs.add(received);
      expect(await jobs.replace(received, waiting)).toBe(true);
      expect(await jobs.replace(received, waiting)).toBe(true);
      expect(await jobs.drop(received)).toBe(false);
      const attempts = ['one', 'two', 'three'].map((attempt) => ({ ...called, attempt }));
      const won = await Promise.all(attempts.map((attempt) => jobs.replace(waiting, attempt)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await jobs.get('10')).toEqual(attempts[won.indexOf(true)]);
      expect(await jobs.replace(received, waiting)).toBe(false);
    });

    test('settles a job only from where it is, and forgets nothing that was said of a settled one', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      const [received, settled] = [receivedJob('10'), settledJob('10')];
      await jobs.add(received);
      const other = { ...received, prompt: 'moved on' };
      expect(await jobs.replace(other, settled)).toBe(false);
      expect(await jobs.get('10')).toEqual(received);
      expect(await jobs.replace(received, settled)).toBe(true);
      expect(await jobs.replace(received, settled)).toBe(true);
      await jobs.amend('10', (job) => ({ ...job, place: place('elsewhere') }));
      const amended = { ...settled, place: place('elsewhere') };
      // Whoever comes late does not undo it.
      expect(await jobs.replace(received, settled)).toBe(false);
      expect(await jobs.get('10')).toEqual(amended);
      expect(await jobs.add(received)).toBe(false);
      expect(await listAll(jobs.open())).toEqual([]);
      await Promise.all([
        jobs.amend('10', (job) => ({ ...job, private: true })),
        jobs.amend('10', (job) => ({ ...job, prompt: 'another' })),
        jobs.amend('nobody', (job) => job),
      ]);
      expect(await jobs.get('10')).toEqual({ ...amended, private: true, prompt: 'another' });
    });

    test('takes a job for the same whether its dead token is still there or not', async () => {
      let late = 0;
      const { jobs, sweep } = await openTestStore({ url: await url(), clock: sampleClock(() => Date.now() + late) });
      const [one, other] = [receivedJob('10'), receivedJob('11')];
      await jobs.add(one);
      await jobs.add(other);
      late = 900_001;
      // The one is known as it was, the other as it is read now.
      await sweep();
      expect(await jobs.replace(one, { ...one, prompt: 'next' })).toBe(true);
      expect(await jobs.get('10')).toEqual({ ...one, reply: null, prompt: 'next' });
      expect(await jobs.replace({ ...other, reply: null }, { ...other, prompt: 'next' })).toBe(true);
    });

    test('gives back any job as it was put', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      let count = 0;
      await fc.assert(
        fc.asyncProperty(arbitrary.job, async (any) => {
          count += 1;
          const job = { ...any, id: `${count} ${any.id}` };
          await putJob(jobs, job);
          expect(await jobs.get(job.id)).toEqual(job);
        }),
        { numRuns: 150 },
      );
    });

    test('gives back any message as it was put', async () => {
      const { messages } = await openTestStore({ url: await url() });
      await fc.assert(
        fc.asyncProperty(arbitrary.messageRecord, async (record) => {
          await messages.put(record);
          expect(await messages.get(record.place.messageId)).toEqual(record);
        }),
        { numRuns: 100 },
      );
    });

    test('tells any two keys apart', async () => {
      const { claims } = await openTestStore({ url: await url() });
      const seen = new Map<string, string>();
      await fc.assert(
        fc.asyncProperty(arbitrary.text, async (key) => {
          const own = `job ${seen.size}`;
          expect(await claims.claim(key, own)).toBe(seen.get(key) ?? own);
          if (!seen.has(key)) seen.set(key, own);
        }),
        { numRuns: 200 },
      );
    });

    test('keeps prompts of 100 KB', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      const job = { ...receivedJob('10'), prompt: '🐈\0\ud800"\\'.repeat(15_000) };
      await putJob(jobs, job);
      expect(await listAll(jobs.open())).toEqual([job]);
    });

    test('lists more open jobs than fit into one batch, each once', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      await Promise.all(range(1203).map((index) => jobs.add(receivedJob(`${index}`))));
      const ids = (await listAll(jobs.open())).map((job) => 'id' in job && job.id);
      expect(new Set(ids).size).toBe(1203);
      expect(ids).toHaveLength(1203);
    });

    test('an interaction token is gone once it is dead, or once its job is settled', async () => {
      let late = 0;
      const clock = sampleClock(() => Date.now() + late);
      const { jobs, sweep } = await openTestStore({ url: await url(), clock });
      const job = receivedJob('10');
      await putJob(jobs, job);
      expect(await jobs.get('10')).toEqual(job);
      late = 900_001;
      expect(await jobs.get('10')).toEqual({ ...job, reply: null });
      expect(await listAll(jobs.open())).toEqual([{ ...job, reply: null }]);
      await sweep();
      late = 0;
      expect(await jobs.get('10')).toEqual({ ...job, reply: null });
      await putJob(jobs, { ...settledJob('10'), reply: job.reply });
      expect(await jobs.get('10')).toEqual(settledJob('10'));
    });

    test('ten presses at once have one winner, and all of them know it', async () => {
      const { claims } = await openTestStore({ url: await url() });
      const holders = await Promise.all(range(10).map((index) => claims.claim('once', `${index}`)));
      expect(new Set(holders).size).toBe(1);
      expect(await claims.claim('once', 'late')).toBe(holders[0]);
      expect(await claims.claim('other', 'late')).toBe('late');
    });

    test('only the holder releases or passes on a claim', async () => {
      const { claims } = await openTestStore({ url: await url() });
      await claims.claim('key', 'one');
      await claims.release('key', 'two');
      expect(await claims.pass('key', 'two', 'three')).toBe(false);
      expect(await claims.pass('nobody has it', 'one', 'two')).toBe(false);
      const passed = await Promise.all(range(5).map((index) => claims.pass('key', 'one', `heir ${index}`)));
      expect(passed.filter(Boolean)).toHaveLength(1);
      const heir = await claims.claim('key', 'late');
      expect(heir).toBe(`heir ${passed.indexOf(true)}`);
      await claims.release('key', heir);
      expect(await claims.claim('key', 'late')).toBe('late');
    });

    test('a claim lasts as long as it was asked for, and that long again when passed on', async () => {
      const { claims } = await openTestStore({ url: await url() });
      await claims.claim('short', 'one', 60_000);
      await claims.claim('kept', 'one');
      later(59_000);
      expect(await claims.pass('short', 'one', 'two')).toBe(true);
      later(59_000);
      expect(await claims.claim('short', 'three', 60_000)).toBe('two');
      later(2_000);
      const holders = await Promise.all(range(10).map((index) => claims.claim('short', `${index}`, 60_000)));
      expect(holders).toEqual(holders.map(() => '0'));
      expect(await claims.claim('kept', 'two')).toBe('one');
    });

    test('a claim for no time at all does not last for ever', async () => {
      const { claims } = await openTestStore({ url: await url() });
      later(0);
      await claims.claim('key', 'one', 0);
      expect(await claims.pass('key', 'one', 'two')).toBe(true);
      later(10);
      expect(await claims.claim('key', 'three')).toBe('three');
    });

    test('remembers the last 20 places of a task, oldest first, each once', async () => {
      const { tasks } = await openTestStore({ url: await url() });
      expect(await tasks.places('t')).toEqual([]);
      await Promise.all(range(25).map((index) => tasks.addPlace('t', place(`${index}`))));
      await tasks.addPlace('t', place('10'));
      const shown = (await tasks.places('t')).map(({ messageId }) => Number(messageId));
      expect(shown).toEqual([...range(25).filter((index) => index >= 5 && index !== 10), 10]);
      expect(await tasks.places('other')).toEqual([]);
    });

    test.each([
      ['a member', 100],
      ['a channel', 10],
    ])('remembers the newest tasks of %s, newest first, each once', async (whose, cap) => {
      const { members, channels } = await openTestStore({ url: await url() });
      const add = whose === 'a member' ? members.addRecent : channels.addNewest;
      const all: (id: string) => Promise<readonly RecentTask[]> =
        whose === 'a member' ? members.recent : channels.newest;
      await Promise.all(range(cap + 3).map((index) => add('id', recentTask(`${index}`))));
      await add('id', { ...recentTask('5'), at: 9 });
      await add('id', recentTask('5', 'elsewhere'));
      const newest = await all('id');
      expect(newest).toHaveLength(cap);
      expect(newest.slice(0, 3)).toEqual([
        recentTask('5', 'elsewhere'),
        { ...recentTask('5'), at: 9 },
        recentTask(`${cap + 2}`),
      ]);
      expect(newest.filter(({ taskId }) => taskId === '5')).toHaveLength(2);
    });

    test('keeps accounts apart by month, and lists whoever has one', async () => {
      const { accounts } = await openTestStore({ url: await url() });
      expect(await accounts.get('m:1:3', '2026-11')).toEqual(emptyAccount);
      expect(await accounts.change('m:1:4', '2026-11', (account) => account)).toEqual(emptyAccount);
      await accounts.change('m:1:3', '2026-11', (account) => hold(account, [['10', 2, 29]]));
      await accounts.change('m:1:5', '2026-11', (account) => hold(account, [['11', 2, 29]]));
      await accounts.change('m:1:3', '2026-11', (account) => end(account, '10', 'image', 'post'));
      await accounts.change('g:1', '2026-11', (account) => hold(account, [['10', 2, 29]]));
      expect(await accounts.get('m:1:3', '2026-11')).toMatchObject({ held: [], listed: true });
      expect(used(await accounts.get('m:1:3', '2026-11'), 29)).toEqual({ day: 2, month: 2 });
      expect(await accounts.get('m:1:3', '2026-12')).toEqual(emptyAccount);
      expect(await accounts.roster('1', '2026-11')).toEqual(['3', '5']);
      expect(await accounts.roster(null, '2026-11')).toEqual(['1']);
      expect(await accounts.roster('1', '2026-12')).toEqual([]);
    });

    test('an account of many open jobs says of each whether it is held, and loses none, whatever comes and goes at once', async () => {
      const { accounts } = await openTestStore({ url: await url(), holdsPerPage: 2 });
      const [name, month] = ['g:1', '2026-11'];
      const ids = range(40).flatMap((n) => [`${80 + n}`, `${80 + n}-2`]);
      const holdOne = (id: string) => accounts.change(name, month, (there) => hold(there, [[id, 2, 29]]), [id]);
      const endOne = (id: string) => accounts.change(name, month, (there) => end(there, id, 'image', 'post'), [id]);
      for (const part of [ids.slice(0, 60), ids.slice(60, -1), ids.slice(-1)]) await Promise.all(part.map(holdOne));
      const stored = await accounts.get(name, month);
      expect(stored.pages?.length).toBeGreaterThan(5);
      expect(used(stored, 29)).toEqual({ day: 160, month: 160 });
      const ended = ids.filter((_, n) => n % 3 === 0);
      await Promise.all(ids.flatMap((id) => (ended.includes(id) ? [endOne(id), endOne(id)] : [holdOne(id)])));
      const held = (await accounts.whole(name, month)).held.map(([id]) => id);
      expect(held.toSorted()).toEqual(ids.filter((id) => !ended.includes(id)).toSorted());
      for (const id of ids.slice(0, 12)) expect(await accounts.isHeld(name, month, id)).toBe(!ended.includes(id));
      const after = await accounts.get(name, month);
      expect([after.credits[28], used(after, 29).month]).toEqual([2 * ended.length, 160]);
    });

    test('remembers what was decided about servers and the bot, and says what it was before', async () => {
      const address = await url();
      const { policies } = await openTestStore({ url: address });
      expect(await policies.server('1')).toEqual(openServer);
      expect(await policies.grant('1')).toBeNull();
      expect(await policies.bot()).toEqual(openBot);
      const paused = await policies.changeServer('1', (policy) => ({ ...policy, paused: true }));
      expect(paused).toEqual({ before: null, after: { ...openServer, paused: true } });
      const both = await Promise.all([
        policies.changeServer('1', (policy) => ({ ...policy, words: ['gore'] })),
        policies.changeServer('1', (policy) => ({ ...policy, timeZone: 'Asia/Tokyo' })),
      ]);
      expect(both[0]?.before).toEqual({ ...openServer, paused: true });
      expect(await policies.server('1')).toEqual({
        ...openServer,
        paused: true,
        words: ['gore'],
        timeZone: 'Asia/Tokyo',
      });
      await policies.changeGrant('1', () => ({ pays: true, limit: noLimit, closed: true }));
      await policies.changeBot((policy) => ({ ...policy, paused: true }));
      expect(await policies.grant('1')).toMatchObject({ closed: true });
      expect(await policies.bot()).toMatchObject({ paused: true });
      expect(await policies.server('2')).toEqual(openServer);
    });

    test('keeps a key of a server until it is erased, in place of the one before, and tells since when it is removed', async () => {
      const address = await url();
      const { keys } = await openTestStore({ url: address, secretsKeys: ['k'.repeat(32)] });
      const brought = { host: 'api.example.org', key: 'sk-one', by: '3', at: 1 };
      expect(await keys.get('1')).toBeNull();
      await keys.remove('1', 2);
      await keys.erase('1');
      expect(await keys.list()).toEqual([]);
      await keys.put('1', brought);
      await keys.put('2', { ...brought, key: 'sk-two' });
      expect(await keys.get('1')).toEqual({ ...brought, removedAt: null });
      await keys.remove('1', 5);
      await keys.remove('1', 6);
      expect(await keys.get('1')).toEqual({ ...brought, removedAt: 5 });
      const listed = await keys.list();
      expect(listed.toSorted((one, other) => one.guildId.localeCompare(other.guildId))).toEqual([
        { guildId: '1', removedAt: 5 },
        { guildId: '2', removedAt: null },
      ]);
      later(1000 * DAY_MS);
      expect(await keys.get('2')).toMatchObject({ key: 'sk-two', removedAt: null });
      await keys.put('1', { ...brought, key: 'sk-three', at: 7 });
      expect(await keys.get('1')).toEqual({ ...brought, key: 'sk-three', at: 7, removedAt: null });
      await keys.erase('1');
      expect(await keys.get('1')).toMatchObject({ key: 'sk-three' });
      await keys.remove('1', 8);
      await keys.erase('1');
      expect(await keys.get('1')).toBeNull();
      expect(await keys.list()).toEqual([{ guildId: '2', removedAt: null }]);
    });

    test('members get notices until they switch them off', async () => {
      const { members } = await openTestStore({ url: await url() });
      expect(await members.settings('3')).toEqual(defaultSettings);
      await members.changeSettings('3', (settings) => ({ ...settings, notices: false }));
      expect(await members.settings('3')).toEqual({ ...defaultSettings, notices: false });
    });

    test('changes of settings made at the same moment all count', async () => {
      const { members } = await openTestStore({ url: await url() });
      await Promise.all([
        members.changeSettings('3', (settings) => ({ ...settings, remix: true })),
        members.changeSettings('3', (settings) => ({ ...settings, model: '7' })),
        members.changeSettings('4', (settings) => settings),
      ]);
      expect(await members.settings('3')).toEqual({ ...defaultSettings, remix: true, model: '7' });
      expect(await members.settings('4')).toEqual(defaultSettings);
    });

    test('counts retention from the last use of a message, for all that its buttons lead to', async () => {
      const store = await openTestStore({ url: await url(), retentionDays: 90 });
      const button = { id: 'MJ::x', customId: 'MJ::x', label: 'U1', emoji: '', style: 2 as const };
      const record = { ...shownMessage('20', '10'), taskId: 't', buttons: [button] };
      await putJob(store.jobs, settledJob('10'));
      await store.messages.put(record);
      await store.tasks.addPlace('t', place('20'));
      await store.claims.claim('once', '10');
      await store.claims.claim('press', '10', 60_000);
      for (let month = 0; month < 6; month += 1) {
        later(60 * DAY_MS);
        await store.sweep();
        expect(await store.messages.get('20')).toEqual(record);
        expect(await store.jobs.get('10')).toEqual(settledJob('10'));
        expect(await store.tasks.places('t')).toEqual([place('20')]);
        expect(await store.claims.claim('once', '11')).toBe('10');
        expect(await store.claims.claim('press', `${month}`, 60_000)).toBe(`${month}`);
      }
      later(91 * DAY_MS);
      await store.sweep();
      expect(await store.messages.get('20')).toBeUndefined();
    });

    test('forgets the past after retention, but neither open jobs nor settings', async () => {
      const store = await openTestStore({ url: await url(), retentionDays: 90 });
      const record = shownMessage('20', '10');
      await store.jobs.add(receivedJob('9'));
      await putJob(store.jobs, settledJob('10'));
      await store.messages.put(record);
      await store.tasks.addPlace('t', place('20'));
      await store.members.addRecent('3', recentTask('t'));
      await store.members.changeSettings('3', (settings) => ({ ...settings, notices: false }));
      await store.channels.addNewest('2', recentTask('t'));
      await store.claims.claim('key', '10');
      later(89 * DAY_MS);
      await store.sweep();
      expect(await store.jobs.get('10')).toEqual(settledJob('10'));
      later(2 * DAY_MS);
      await store.sweep();
      expect(await store.jobs.get('10')).toBeUndefined();
      expect(await store.messages.get('20')).toBeUndefined();
      expect(await store.tasks.places('t')).toEqual([]);
      expect(await store.members.recent('3')).toEqual([]);
      expect(await store.channels.newest('2')).toEqual([]);
      expect(await store.claims.claim('key', '11')).toBe('11');
      expect(await store.members.settings('3')).toEqual({ ...defaultSettings, notices: false });
      expect(await store.jobs.get('9')).toMatchObject({ id: '9', reply: null });
    });

    test('refuses what it could not read back', async () => {
      const { jobs } = await openTestStore({ url: await url() });
      await expect(jobs.add({ ...receivedJob('10'), createdAt: Number.NaN })).rejects.toThrow(StoreError);
      expect(await jobs.get('10')).toBeUndefined();
    });

    test('says so when it is used after it was closed', async () => {
      const store = await openTestStore({ url: await url() });
      await store.check();
      await store.close();
      await store.close();
      await expect(store.jobs.get('10')).rejects.toThrow(StoreError);
      await expect(store.jobs.add(receivedJob('10'))).rejects.toThrow(StoreError);
      await expect(store.jobs.replace(receivedJob('10'), receivedJob('10'))).rejects.toThrow(StoreError);
      await expect(listAll(store.jobs.open())).rejects.toThrow(StoreError);
      await expect(store.claims.claim('key', '10')).rejects.toThrow(StoreError);
      await expect(store.check()).rejects.toThrow(StoreError);
      await expect(store.sweep()).rejects.toThrow(StoreError);
    });
  });
}
