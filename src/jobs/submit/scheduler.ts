import type { Job } from '../../domain/job/job.ts';
import { holdsSlot, wantsSlot } from '../../domain/job/slot.ts';
import type { OpenJobs } from '../open-jobs.ts';
import { createLine, type Line } from './line.ts';

/** Who holds the relay's slots, and whose turn it is. It follows the open jobs by itself. */
export type Scheduler = {
  /** How many slots nobody holds. */
  free(): number;
  /** Jobs that could start at once, in their turn, without those that `skips` leaves out for now. */
  startable(skips: (job: Job) => boolean): Iterable<Job>;
  /** All jobs that wait for a slot, in their turn. */
  inLine(): Iterable<Job>;
  /** Gives a slot to a job, before it enters its step. */
  take(id: string): void;
  /** The job has entered its step, or could not: what it wants and holds is as the open jobs say. */
  release(id: string): void;
  isTaken(id: string): boolean;
  /** A job has become ready to start, or is not any more. */
  refresh(id: string): void;
};

/**
 * `isReady` tells whether a waiting job could start as soon as it had a slot. Jobs that are not ready have a place in line, but are
 * not asked when a slot is free.
 */
export function createScheduler(
  openJobs: Pick<OpenJobs, 'get' | 'watch'>,
  concurrency: number,
  isReady: (job: Job) => boolean,
): Scheduler {
  const line = createLine();
  const ready = createLine();
  /** Those that have been given a slot and may not have entered their step yet. */
  const taken = new Set<string>();
  /** The members of jobs that hold a slot or are about to, by the ids of these jobs. */
  const holders = new Map<string, string>();
  const lines = [line, ready];

  function hold(id: string, memberId: string | null): void {
    const before = holders.get(id);
    if (before !== undefined) for (const one of lines) one.hold(before, -1);
    holders.delete(id);
    if (memberId === null) return;
    holders.set(id, memberId);
    for (const one of lines) one.hold(memberId, 1);
  }

  function follow(before: Job | undefined, now: Job | undefined): void {
    const job = now ?? before;
    if (!job) return;
    const isTaken = taken.has(job.id);
    const holds = now !== undefined && (isTaken || holdsSlot(now));
    if (holds !== holders.has(job.id)) hold(job.id, holds ? job.requester.id : null);
    const wants = now !== undefined && !isTaken && wantsSlot(now);
    place(line, job, wants);
    place(ready, job, wants && isReady(job));
  }

  openJobs.watch(follow);

  const followNow = (id: string) => {
    const job = openJobs.get(id);
    follow(job, job);
  };

  return {
    free: () => concurrency - holders.size,
    startable: ready.inTurn,
    inLine: line.inTurn,
    take(id) {
      taken.add(id);
      followNow(id);
    },
    release(id) {
      taken.delete(id);
      followNow(id);
    },
    isTaken: (id) => taken.has(id),
    refresh: followNow,
  };
}

function place(line: Line, job: Job, isIn: boolean): void {
  if (isIn) line.add(job);
  else line.remove(job);
}

/** From here on a position in line is told only as far. */
export const FAR = 1_000;

/**
 * A position in the queue as members are told it: exact below 10, then rounded down to tens and hundreds. Every job that
 * ends moves all positions, and a message is not edited for a difference that means nothing to its reader.
 */
export function roundedPosition(ahead: number): number {
  const grain = ahead < 10 ? 1 : ahead < 100 ? 10 : 100;
  return Math.min(ahead - (ahead % grain), FAR);
}
