import { expect, test } from 'vitest';
import { enter, type Job } from '../../src/domain/job/job.ts';
import { createReconciliation } from '../../src/jobs/reconciliation.ts';
import { sampleJob } from '../sample-job.ts';
import { openTestStore, sqliteUrl } from '../store/test-store.ts';
import { openJobsOn } from './open-jobs-on.ts';

const place = { guildId: '10', channelId: '20', messageId: '30' };
const window = { step: 'window', place, taskId: '1', since: 0, notBefore: 0, refusals: 0 } as const;

/** A leader that knows a job whose window is open, and has heard nothing of the text that another process has given to it. */
async function createLeader() {
  const store = await openTestStore({ url: sqliteUrl() });
  const received = sampleJob();
  const known: Job = enter(received, window);
  await store.jobs.add(received);
  await store.jobs.replace(received, known);
  const openJobs = openJobsOn(store.jobs);
  openJobs.insert(known);
  await store.jobs.replace(known, { ...known, text: { prompt: 'a blue fox', mask: null } });
  const heard: string[] = [];
  const reconcile = createReconciliation(
    { openJobs, store },
    { heard: async (id) => void heard.push(id), adopt: (id) => void heard.push(id) },
  );
  return { reconcile, heard, id: known.id };
}

test('a text of which nobody has told the leader is found at once where something may have got lost', async () => {
  const { reconcile, heard, id } = await createLeader();
  await reconcile(false);
  expect(heard).toEqual([]);
  await reconcile(true);
  expect(heard).toEqual([id]);
});

test('the same is found by the tenth look in any case', async () => {
  const { reconcile, heard, id } = await createLeader();
  for (let look = 1; look <= 10; look += 1) await reconcile(false);
  expect(heard).toEqual([id]);
});
