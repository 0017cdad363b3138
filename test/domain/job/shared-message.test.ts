import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Job, taskOf } from '../../../src/domain/job/job.ts';
import { jobOfMessage, jobOfTask } from '../../../src/domain/job/shared-message.ts';
import { jobIn, pictures, place } from '../../discord/render/samples.ts';

const IDS = ['7-1', '7-2', '7-3', '7-4'];

/** A job of a group that is under way with a task, has shown its task's pictures, or has come to nothing. */
const anyJob = (id: string, group: readonly string[]): fc.Arbitrary<Job> =>
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean()).chain(([taskId, isHere]) => {
    const at = isHere ? place : { ...place, messageId: '31' };
    return fc.constantFrom<Job>(
      jobIn({ step: 'settled', place: at, outcome: pictures({ taskId }), at: 1 }, { id, group }),
      jobIn({ step: 'following', place: at, taskId, acceptedAt: 1, modalSent: false }, { id, group }),
      jobIn(
        { step: 'settled', place: at, outcome: { kind: 'failed', reason: { kind: 'overdue' } }, at: 1 },
        { id, group },
      ),
    );
  });

const anyGroup = fc
  .tuple(fc.constantFrom([], IDS), fc.subarray(IDS, { minLength: 1 }))
  .chain(([group, known]) => fc.tuple(...known.map((id) => anyJob(id, group))));

test('whatever jobs share a message, a named task never leads to the job of another task', async () => {
  await fc.assert(
    fc.asyncProperty(anyGroup, fc.constantFrom(...IDS), fc.constantFrom('a', 'b', 'c'), async (jobs, jobId, taskId) => {
      const jobOf = async (id: string) => jobs.find((job) => job.id === id);
      const found = await jobOfTask({ jobId }, taskId, jobOf);
      const named = await jobOf(jobId);
      const reachable = named ? jobs.filter((job) => job === named || named.group.includes(job.id)) : [];
      expect(found === null ? null : taskOf(found)).toBe(
        reachable.some((job) => taskOf(job) === taskId) ? taskId : null,
      );
    }),
  );
});

test('whatever jobs share a message, its link names one of them only when it shows no other', async () => {
  await fc.assert(
    fc.asyncProperty(anyGroup, fc.constantFrom(...IDS), async (jobs, jobId) => {
      const jobOf = async (id: string) => jobs.find((job) => job.id === id);
      const named = await jobOf(jobId);
      const here = jobs.filter((job) => 'place' in job && job.place?.messageId === place.messageId && taskOf(job));
      const found = await jobOfMessage({ jobId, place }, jobOf);
      if (!named) expect(found).toBeNull();
      else if (named.group.length === 0) expect(found).toBe(named);
      else expect(found).toBe(here.length > 1 && jobs.length > 1 ? 'several' : (here[0] ?? named));
    }),
  );
});
