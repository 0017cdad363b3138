import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DamagedRecord } from '../../src/domain/failures/errors.ts';
import { sampleClock } from '../sample-clock.ts';
import { putJob } from './put-job.ts';
import { place, receivedJob, recentTask, settledJob, silentLog } from './sample-records.ts';
import { storeFile } from './store-file.ts';
import { listAll, openTestStore, sqliteUrl } from './test-store.ts';

const blob = fc.uint8Array({ maxLength: 20 });
const number = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.double());
const damagedCell = fc.json().map((value) => JSON.stringify({ value: { v: 1, data: JSON.parse(value) } }));
const garbage = fc.record({
  key: fc
    .oneof(fc.string({ unit: 'binary' }), blob, number)
    .filter((key) => (typeof key === 'number' ? !Number.isNaN(key) : true)),
  value: fc.oneof(fc.string({ unit: 'binary' }), fc.json(), damagedCell, blob, number, fc.constant(null)),
  expires: fc.oneof(fc.constant(null), number, fc.string(), blob),
});

test('whatever lies in the file, every sound job is listed and read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(garbage, { maxLength: 30 }), async (rows) => {
      const url = sqliteUrl();
      const { jobs, sweep, close } = await openTestStore({ url });
      const file = storeFile(url);
      const sound = ['10', '11', '12'].map((id) => receivedJob(`sound ${id}`));
      for (const [index, job] of sound.entries()) {
        await jobs.add(job);
        for (const { key, value, expires } of rows.slice(index * 10, index * 10 + 10)) {
          file.putRow('open', key, value, expires);
        }
      }
      const found = await listAll(jobs.open());
      expect(found.filter((job) => !(job instanceof DamagedRecord))).toEqual(sound);
      expect(await listAll(jobs.openIds())).toEqual(expect.arrayContaining(sound.map(({ id }) => id)));
      await sweep();
      for (const job of sound) expect(await jobs.get(job.id)).toEqual(job);
      for (const { key } of rows) {
        if (typeof key !== 'string') continue;
        const job = await jobs.get(key).catch((error: unknown) => error);
        expect(job === undefined || job instanceof DamagedRecord).toBe(true);
      }
      file.close();
      await close();
    }),
    { numRuns: 60 },
  );
});

test('hundreds of damaged keys do not make the listing turn in circles', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  const file = storeFile(url);
  for (let index = 0; index < 1100; index += 1) file.putRow('open', Buffer.from([index >> 8, index & 255]), 'x');
  await jobs.add(receivedJob('10'));
  const found = await listAll(jobs.open());
  expect(found).toHaveLength(1101);
  expect(found.at(-1)).toEqual(receivedJob('10'));
});

test.each([
  ['no JSON', '{"value":'],
  ['null', 'null'],
  ['a number', '5'],
  ['an empty object', '{}'],
  ['no value', null],
  ['bytes', Buffer.from('{"value":{}}')],
  ['an unknown shape', '{"value":{"v":1,"data":{}}}'],
  ['no version', '{"value":{"data":{"notices":true}}}'],
  ['version 0', '{"value":{"v":0,"data":{"notices":true}}}'],
])('a row that holds %s is damaged, neither missing nor a failure', async (_, value) => {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  const file = storeFile(url);
  for (const table of ['open', 'jobs', 'messages', 'tasks', 'claims', 'members', 'settings', 'channels']) {
    file.putRow(table, 'k', value);
  }
  await expect(store.jobs.get('k')).rejects.toThrow(DamagedRecord);
  await expect(store.messages.get('k')).rejects.toThrow(DamagedRecord);
  await expect(store.tasks.places('k')).rejects.toThrow(DamagedRecord);
  await expect(store.claims.claim('k', '10')).rejects.toThrow(DamagedRecord);
  await expect(store.claims.release('k', '10')).rejects.toThrow(DamagedRecord);
  await expect(store.members.recent('k')).rejects.toThrow(DamagedRecord);
  await expect(store.members.settings('k')).rejects.toThrow(DamagedRecord);
  await expect(store.channels.newest('k')).rejects.toThrow(DamagedRecord);
  expect(await store.jobs.add(receivedJob('k'))).toBe(false);
  expect(await listAll(store.jobs.open())).toEqual([expect.any(DamagedRecord)]);
});

test('an absurd expiry is damage of its own row only', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  await jobs.add(receivedJob('10'));
  await jobs.add(receivedJob('11'));
  storeFile(url).run('UPDATE open SET expires = ? WHERE key = ?', 2n ** 62n, '10');
  await expect(jobs.get('10')).rejects.toThrow(DamagedRecord);
  expect(await jobs.get('11')).toEqual(receivedJob('11'));
});

test('a job under the key of another is damaged', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  await jobs.add(receivedJob('10'));
  storeFile(url).run('UPDATE open SET key = ?', '11');
  await expect(jobs.get('11')).rejects.toThrow(DamagedRecord);
  expect(await listAll(jobs.open())).toEqual([expect.any(DamagedRecord)]);
});

test('a sound job under a key of bytes is damaged, and the real one is listed once', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  const file = storeFile(url);
  await jobs.add(receivedJob('10'));
  file.putRow('open', Buffer.from('10'), file.textOf('open', '10'));
  expect(await listAll(jobs.open())).toEqual([receivedJob('10'), expect.any(DamagedRecord)]);
});

test('a job that settled just before a crash is not taken up again', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  const file = storeFile(url);
  for (const id of ['10', '11', '12']) await jobs.add(receivedJob(id));
  const left = file.textOf('open', '10');
  await putJob(jobs, settledJob('10'));
  await putJob(jobs, settledJob('11'));
  file.putRow('open', '10', left);
  file.putRow('open', '11', 'half a rec');
  expect(await listAll(jobs.open())).toEqual([receivedJob('12')]);
  expect(file.textOf('open', '10')).toBeNull();
  expect(await jobs.get('10')).toEqual(settledJob('10'));
  expect(await jobs.get('11')).toEqual(settledJob('11'));
});

test('an open job whose settled record is damaged is taken up again', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  await jobs.add(receivedJob('10'));
  storeFile(url).putRow('jobs', '10', 'garbage');
  expect(await listAll(jobs.open())).toEqual([receivedJob('10')]);
});

test('a damaged list is started anew, and that is logged', async () => {
  const url = sqliteUrl();
  const logged: string[] = [];
  const { tasks, members, channels } = await openTestStore({
    url,
    log: { ...silentLog, error: (_, message) => logged.push(message) },
  });
  const file = storeFile(url);
  for (const table of ['tasks', 'members', 'channels']) file.putRow(table, 'k', 'garbage');
  await tasks.addPlace('k', place('20'));
  await members.addRecent('k', recentTask('t'));
  await channels.addNewest('k', recentTask('t'));
  expect(await tasks.places('k')).toEqual([place('20')]);
  expect(await members.recent('k')).toEqual([recentTask('t')]);
  expect(await channels.newest('k')).toEqual([recentTask('t')]);
  expect(logged).toHaveLength(3);
});

test('a damaged list of a member’s or a task’s open jobs keeps nobody from making more', async () => {
  const url = sqliteUrl();
  const logged: string[] = [];
  const log = { ...silentLog, error: (_: object, message: string) => void logged.push(message) };
  const { indexes } = await openTestStore({ url, log });
  const file = storeFile(url);
  for (const key of ['member:7', 'member:8', 'task:t']) file.putRow('indexes', key, 'garbage');
  expect(await indexes.reserve('7', ['10'], 1, async () => 'yes')).toBe(true);
  await indexes.addTask('t', '10');
  await indexes.remove({ ...receivedJob('11'), requester: { ...receivedJob('11').requester, id: '8' } }, null);
  expect([await indexes.ofMember('7'), await indexes.ofTask('t')]).toEqual([['10'], ['10']]);
  expect(logged).toEqual(Array(3).fill('a damaged list of open jobs is started anew'));
});

test('a record of a newer version says so and is left alone', async () => {
  const url = sqliteUrl();
  const { tasks, members } = await openTestStore({ url });
  const file = storeFile(url);
  const newer = '{"value":{"v":9,"data":{"new":"shape"}}}';
  file.putRow('tasks', 'k', newer);
  file.putRow('settings', 'k', newer);
  const error = await members.settings('k').catch((refusal: unknown) => refusal);
  expect(error).toBeInstanceOf(DamagedRecord);
  expect(inspect(error)).toMatch(/version 9, this Darkroom reads up to 2: start the newer one/);
  await expect(tasks.addPlace('k', place('20'))).rejects.toThrow(DamagedRecord);
  expect(file.textOf('tasks', 'k')).toBe(newer);
});

test('no error about a damaged job tells its interaction token', async () => {
  const url = sqliteUrl();
  const { jobs } = await openTestStore({ url });
  const file = storeFile(url);
  await jobs.add(receivedJob('10'));
  const sound = file.textOf('open', '10') ?? '';
  expect(sound).toContain('secret-token-10');
  const token = sound.indexOf('secret-token-10');
  for (const damaged of [sound.slice(0, token + 15), sound.slice(token), sound.replace('"step"', '"stop"')]) {
    file.putRow('open', '10', damaged);
    const error = await jobs.get('10').catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(DamagedRecord);
    expect(inspect(error, { depth: 20 })).not.toContain('secret-token');
  }
});

test('after a sweep no dead token is left in the file', async () => {
  const url = sqliteUrl();
  let late = 0;
  const clock = sampleClock(() => Date.now() + late);
  const { jobs, sweep } = await openTestStore({ url, clock });
  const file = storeFile(url);
  await jobs.add(receivedJob('10'));
  await putJob(jobs, { ...settledJob('11'), reply: receivedJob('11').reply });
  expect(file.dump()).toContain('secret-token-10');
  late = 900_001;
  await sweep();
  expect(file.dump()).not.toContain('secret-token');
});
