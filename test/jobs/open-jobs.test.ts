import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enter, type Job, taskOf } from '../../src/domain/job/job.ts';
import type { Stage, Step } from '../../src/domain/job/step.ts';
import { sampleJob } from '../sample-job.ts';
import { forgetfulJobs } from './forgetful-store.ts';
import { openJobsOn } from './open-jobs-on.ts';

const place = { guildId: '10', channelId: '20', messageId: '30' };
const outcome = { kind: 'failed', reason: { kind: 'overdue' } } as const;

const stages: readonly ((taskId: string) => Stage)[] = [
  () => ({ step: 'received' }),
  () => ({ step: 'waiting', place, notBefore: 0, refusals: 0 }),
  (taskId) => ({ step: 'window', place, taskId, since: 0, notBefore: 0, refusals: 0 }),
  (taskId) => ({ step: 'following', place, taskId, acceptedAt: 0, modalSent: false }),
  () => ({ step: 'unknown', place, taskId: null, since: 0, attempt: 'a1' }),
  () => ({ step: 'delivering', place, outcome, since: 0 }),
  () => ({ step: 'settled', place, outcome, at: 0 }),
];
const steps: readonly Step[] = ['received', 'waiting', 'window', 'following', 'unknown', 'delivering'];

function jobOf(id: string, member: string, stage: Stage): Job {
  const requester = { id: member, name: member, locale: 'en-US' };
  return enter(sampleJob({ id, requester }), stage);
}

const ids = ['a', 'b', 'c', 'd'];
const members = ['ann', 'ben'];
const tasks = ['1', '2'];
/** A job's whole life in any order; a requester never changes. */
const change = fc.record({
  id: fc.constantFrom(...ids),
  stage: fc.constantFrom(...stages),
  task: fc.constantFrom(...tasks),
  how: fc.constantFrom('insert', 'commit', 'record', 'remove'),
});

const named = (found: readonly Job[]) => found.map(({ id }) => id).sort();

test('whatever happens to jobs, each is found by its step and its task, and nowhere else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      const openJobs = openJobsOn(forgetfulJobs);
      for (const { id, stage, task, how } of changes) {
        // The store knows of none.
        if (how === 'remove') await openJobs.refresh(id);
        // Whatever is written anew was read before.
        if (how !== 'remove' && !openJobs.get(id))
          openJobs.insert(jobOf(id, members[ids.indexOf(id) % 2] ?? '', { step: 'received' }));
        if (how !== 'remove') await openJobs[how](jobOf(id, members[ids.indexOf(id) % 2] ?? '', stage(task)));
        const all = openJobs.all();
        for (const step of steps)
          expect(named(openJobs.in(step))).toEqual(named(all.filter((job) => job.step === step)));
        for (const task of tasks)
          expect(named(openJobs.byTask(task))).toEqual(named(all.filter((job) => taskOf(job) === task)));
        for (const job of all) expect(openJobs.get(job.id)).toBe(job);
      }
    }),
  );
});
