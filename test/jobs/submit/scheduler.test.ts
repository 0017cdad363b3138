import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enter, type Job } from '../../../src/domain/job/job.ts';
import { holdsSlot, wantsSlot } from '../../../src/domain/job/slot.ts';
import type { Stage } from '../../../src/domain/job/step.ts';
import { createScheduler, roundedPosition } from '../../../src/jobs/submit/scheduler.ts';
import { sampleJob } from '../../sample-job.ts';
import { forgetfulJobs } from '../forgetful-store.ts';
import { openJobsOn } from '../open-jobs-on.ts';
import { inTurn } from './in-turn.ts';

const place = { guildId: '10', channelId: '20', messageId: '30' };
const outcome = { kind: 'failed', reason: { kind: 'overdue' } } as const;
const stages: readonly Stage[] = [
  { step: 'received' },
  { step: 'waiting', place, notBefore: 0, refusals: 0 },
  { step: 'window', place, taskId: '1', since: 0, notBefore: 0, refusals: 0 },
  { step: 'following', place, taskId: '1', acceptedAt: 0, modalSent: false },
  { step: 'delivering', place, outcome, since: 0 },
  { step: 'settled', place, outcome, at: 0 },
];
const members = ['ann', 'ben', 'cyd'];

const CONCURRENCY = 4;
const ids = (jobs: Iterable<Job>) => Array.from(jobs, ({ id }) => id);

/** Slots by requester. */
function slotsOf(jobs: readonly Job[]): Map<string, number> {
  const slots = new Map<string, number>();
  for (const { requester } of jobs) slots.set(requester.id, (slots.get(requester.id) ?? 0) + 1);
  return slots;
}

function jobOf(n: number, stage: Stage): Job {
  const name = members[n % members.length] ?? '';
  const requester = { id: name, name, locale: 'en-US' };
  const text = stage.step === 'window' && n % 2 === 0 ? { prompt: 'a fox', mask: null } : null;
  return { ...enter(sampleJob({ id: `job ${n}`, requester, createdAt: n }), stage), text };
}

const change = fc.record({ n: fc.nat(11), stage: fc.constantFrom(...stages), what: fc.nat(9) });

test('whatever happens to jobs, it knows who holds a slot and whose turn it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
      const openJobs = openJobsOn(forgetfulJobs);
      const unready = new Set<string>();
      const taken = new Set<string>();
      const scheduler = createScheduler(
        openJobs,
        () => CONCURRENCY,
        ({ id }) => !unready.has(id),
      );
      for (const { n, stage, what } of changes) {
        const id = `job ${n}`;
        if (what === 0) {
          taken.delete(id);
          scheduler.release(id);
        } else if (what === 1 && openJobs.get(id)) {
          taken.add(id);
          scheduler.take(id, 'main');
        } else if (what === 2) {
          if (!unready.delete(id)) unready.add(id);
          scheduler.refresh(id);
        } else if (what === 3) {
          await openJobs.refresh(id);
        } else {
          openJobs.insert(jobOf(n, stage));
        }
        const all = openJobs.all();
        const held = all.filter((job) => taken.has(job.id) || holdsSlot(job));
        const line = all.filter((job) => wantsSlot(job) && !taken.has(job.id));
        expect(scheduler.free('main')).toBe(CONCURRENCY - held.length);
        expect(ids(scheduler.inLine())).toEqual(ids(inTurn(line, slotsOf(held))));
        const ready = line.filter((job) => !unready.has(job.id));
        expect(ids(scheduler.startable(() => false))).toEqual(ids(inTurn(ready, slotsOf(held))));
      }
    }),
    { numRuns: 300 },
  );
});

test('a place in line is told exactly while it is near, and never as further back than it is', () => {
  expect([0, 9, 10, 19, 20, 99, 100, 199, 999, 1_000, 12_345].map(roundedPosition)).toEqual([
    0, 9, 10, 10, 20, 90, 100, 100, 900, 1_000, 1_000,
  ]);
  fc.assert(
    fc.property(
      fc.nat(),
      (ahead) => roundedPosition(ahead) <= ahead && roundedPosition(roundedPosition(ahead)) === roundedPosition(ahead),
    ),
  );
});
