import { expect, test } from 'vitest';
import { emptyAccount, hold } from '../../../src/domain/credits/account.ts';
import { enter, type ReceivedJob } from '../../../src/domain/job/job.ts';
import { createDroppedJobs } from '../../../src/jobs/intake/dropped-jobs.ts';
import { place, receivedJob, silentLog } from '../../store/sample-records.ts';
import { openTestStore, sqliteUrl } from '../../store/test-store.ts';

const day = { month: '2026-11', day: 29 };
const charge = { kind: 'image', amount: 2, entries: [{ account: 'operator', ...day }] } as const;
const job: ReceivedJob = { ...receivedJob('10'), charge };
const waiting = enter(job, { step: 'waiting', place: place('20'), notBefore: 0, refusals: 0 });

test('what a job holds stays held when another process moves the job on while it is dropped', async () => {
  const store = await openTestStore({ url: sqliteUrl() });
  await store.jobs.add(job);
  await store.accounts.change('operator', day.month, (there) => hold(there, [[job.id, 2, day.day]]), [job.id]);
  const givenBack: string[] = [];
  const dropped = createDroppedJobs(
    {
      store: {
        ...store,
        jobs: {
          ...store.jobs,
          async get(id) {
            const there = await store.jobs.get(id);
            await store.jobs.replace(job, waiting);
            return there;
          },
        },
      },
      log: silentLog,
    },
    { giveBack: async ({ id }) => void givenBack.push(id) },
    { delete: () => {} },
  );
  await dropped.drop(job);
  expect(await store.jobs.get(job.id)).toEqual(waiting);
  expect(await store.accounts.whole('operator', day.month)).toMatchObject({ held: [[job.id, 2, day.day]] });
  expect(givenBack).toEqual([]);
});

test('a job that nobody else has is dropped, and holds nothing any more', async () => {
  const store = await openTestStore({ url: sqliteUrl() });
  await store.jobs.add(job);
  await store.accounts.change('operator', day.month, (there) => hold(there, [[job.id, 2, day.day]]), [job.id]);
  const dropped = createDroppedJobs({ store, log: silentLog }, { giveBack: async () => {} }, { delete: () => {} });
  await dropped.drop(job);
  expect(await store.jobs.get(job.id)).toBeUndefined();
  expect((await store.accounts.whole('operator', day.month)).held).toEqual(emptyAccount.held);
});
