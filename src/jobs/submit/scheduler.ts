import { boundRelay } from '../../domain/job/bound-relay.ts';
import type { Job } from '../../domain/job/job.ts';
import { holdsSlot, wantsSlot } from '../../domain/job/slot.ts';
import type { OpenJobs } from '../open-jobs.ts';
import { createLine, type Line } from './line.ts';

/** Who holds the relays' slots, and whose turn it is. It follows the open jobs by itself. */
export type Scheduler = {
  /** How many slots of a relay nobody holds. */
  free(relay: string): number;
  /** Jobs that could start at once, in their turn, without those that `skips` leaves out for now. */
  startable(skips: (job: Job) => boolean): Iterable<Job>;
  /** All jobs that wait for a slot, in their turn. */
  inLine(): Iterable<Job>;
  /** Gives a slot of a relay to a job, before it enters its step. */
  take(id: string, relay: string): void;
  /** The job has entered its step, or could not: what it wants and holds is as the open jobs say. */
  release(id: string): void;
  isTaken(id: string): boolean;
  /** The relay whose slot a job has been given, undefined when it has none of these. */
  takenAt(id: string): string | undefined;
  /** A job has become ready to start, or is not any more. */
  refresh(id: string): void;
};

/**
 * `isReady` tells whether a waiting job could start as soon as it had a slot. Jobs that are not ready have a place in line, but are
 * not asked when a slot is free.
 */
export function createScheduler(
  openJobs: Pick<OpenJobs, 'get' | 'watch'>,
  slotsOf: (relay: string) => number,
  isReady: (job: Job) => boolean,
): Scheduler {
  const line = createLine();
  const ready = createLine();
  /** The relays of those that have been given a slot and may not have entered their step yet. */
  const taken = new Map<string, string>();
  /** Whose jobs hold a slot or are about to, and of which relay, by the ids of these jobs. */
  const holders = new Map<string, { readonly memberId: string; readonly relay: string | null }>();
  /** How many of them each relay has. */
  const counts = new Map<string | null, number>();
  const lines = [line, ready];

  function count(relay: string | null, change: number): void {
    counts.set(relay, (counts.get(relay) ?? 0) + change);
  }

  function letGo(id: string): void {
    const holder = holders.get(id);
    if (!holder) return;
    holders.delete(id);
    count(holder.relay, -1);
    for (const one of lines) one.hold(holder.memberId, -1);
  }

  function hold({ id, requester }: Job, relay: string | null): void {
    if (holders.get(id)?.relay === relay) return;
    letGo(id);
    holders.set(id, { memberId: requester.id, relay });
    count(relay, 1);
    for (const one of lines) one.hold(requester.id, 1);
  }

  function follow(before: Job | undefined, now: Job | undefined): void {
    const job = now ?? before;
    if (!job) return;
    const isTaken = taken.has(job.id);
    if (now && (isTaken || holdsSlot(now))) hold(now, taken.get(job.id) ?? boundRelay(now));
    else letGo(job.id);
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
    free: (relay) => slotsOf(relay) - (counts.get(relay) ?? 0),
    startable: ready.inTurn,
    inLine: line.inTurn,
    take(id, relay) {
      taken.set(id, relay);
      followNow(id);
    },
    release(id) {
      taken.delete(id);
      followNow(id);
    },
    isTaken: (id) => taken.has(id),
    takenAt: (id) => taken.get(id),
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
