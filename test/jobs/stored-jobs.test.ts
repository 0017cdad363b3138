import { expect, test } from 'vitest';
import { Conflict } from '../../src/domain/failures/errors.ts';
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
