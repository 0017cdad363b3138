import { expect, test } from 'vitest';
import { Conflict, StoreError } from '../../src/domain/failures/errors.ts';
import { enter } from '../../src/domain/job/job.ts';
import { createJobWriter } from '../../src/jobs/job-writer.ts';
import { createStoredJobs } from '../../src/jobs/stored-jobs.ts';
import { sampleJob } from '../sample-job.ts';
import { silentLog } from '../store/sample-records.ts';
import { openTestStore, sqliteUrl } from '../store/test-store.ts';
import { forgetfulIndexes } from './forgetful-store.ts';

test('a new job is not looked for before it is added, and is as the store has it when another process was faster', async () => {
  const { jobs: kept } = await openTestStore({ url: sqliteUrl() });
  const looked: string[] = [];
  const jobs = {
    ...kept,
    get(id: string) {
      looked.push(id);
      return kept.get(id);
    },
  };
  const writer = createJobWriter({ store: { jobs, indexes: forgetfulIndexes }, log: silentLog });
  const stored = createStoredJobs({ store: { jobs }, writer, log: silentLog });
  const job = sampleJob({ id: '1' });

  expect(await stored.withNew('1', async (now) => [now, await stored.add(job)])).toEqual([undefined, job]);
  expect(looked).toEqual([]);

  const seen: unknown[] = [];
  await stored.withNew('1', async (now) => {
    seen.push(now);
    if (!now) throw new Conflict('1');
  });
  expect(seen).toEqual([undefined, job]);
  expect(looked).toEqual(['1']);
});

const place = { guildId: '10', channelId: '20', messageId: '30' };

test('a job that was put off is written by the next flush, also when nobody knows whether it was moved on meanwhile', async () => {
  const { jobs: kept } = await openTestStore({ url: sqliteUrl() });
  let isUnclear = false;
  const jobs: typeof kept = {
    ...kept,
    async replace(from, to) {
      const isDone = await kept.replace(from, to);
      if (isUnclear) throw new StoreError('nobody knows');
      return isDone;
    },
  };
  const writer = createJobWriter({ store: { jobs, indexes: forgetfulIndexes }, log: silentLog });
  const stored = createStoredJobs({ store: { jobs }, writer, log: silentLog });
  const stepOf = async () => (await kept.get('1'))?.step;
  const waiting = await stored.withNew('1', async () => {
    const received = await stored.add(sampleJob({ id: '1' }));
    if (received.step !== 'received') throw new Error('it is there already');
    const next = enter(received, { step: 'waiting', place, notBefore: 0, refusals: 0 });
    stored.defer(next);
    return next;
  });
  expect([await stepOf(), (await stored.get('1'))?.step]).toEqual(['received', 'waiting']);

  isUnclear = true;
  const submitting = enter(waiting, { step: 'submitting', place, since: 0, attempt: 'a' });
  await expect(stored.withLock('1', () => stored.commit(submitting))).rejects.toThrow('nobody knows');
  expect([await stepOf(), (await stored.get('1'))?.step]).toEqual(['submitting', 'waiting']);

  isUnclear = false;
  const told: string[] = [];
  await writer.flush((id) => void told.push(id));
  expect([await stepOf(), (await stored.get('1'))?.step, told]).toEqual(['waiting', 'waiting', ['1']]);
});
