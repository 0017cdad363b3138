import type { Job } from '../../domain/job/job.ts';
import { createHeap } from '../../lib/heap.ts';

/**
 * Jobs in the order in which they get free slots: a slot goes to the member who holds the fewest by then, and to the oldest
 * job among equals. Nobody is ranked before he is asked for, so that a line of a hundred thousand costs no more than a short one.
 */
export type Line = {
  /** A job that is there already takes the place of its older self. */
  add(job: Job): void;
  remove(job: Job): void;
  /** A member holds so many slots more, or fewer. */
  hold(memberId: string, change: number): void;
  /**
   * The jobs in their turn. Those that are to be skipped keep their place, and nobody waits for them. The line must not change
   * meanwhile.
   */
  inTurn(skips?: (job: Job) => boolean): Generator<Job, void>;
};

/** What one member has in line, oldest first. `position` is where the heap has it, null without jobs. */
type Queue = { readonly jobs: Job[]; held: number; position: number | null };

/** One who is to be asked next: the job at `index` of a queue. `position` as of its queue, null for all but its first job. */
type Candidate = {
  readonly queue: Queue;
  readonly index: number;
  readonly job: Job;
  readonly rank: number;
  readonly position: number | null;
};

export function createLine(): Line {
  const byMember = new Map<string, Queue>();
  const queues = createHeap<Queue>(
    (one, other) => precedes(one.held, one.jobs[0], other.held, other.jobs[0]),
    (queue, position) => {
      queue.position = position;
    },
  );

  function queueOf(memberId: string): Queue {
    const queue = byMember.get(memberId) ?? { jobs: [], held: 0, position: null };
    byMember.set(memberId, queue);
    return queue;
  }

  /** After a queue has changed. One without jobs is in nobody's way, and one without slots, too, is forgotten. */
  function settle(memberId: string, queue: Queue): void {
    const { jobs, held, position } = queue;
    if (jobs.length > 0) {
      if (position === null) queues.push(queue);
      else queues.changed(position);
      return;
    }
    if (position !== null) {
      queue.position = null;
      queues.remove(position);
    }
    if (held === 0) byMember.delete(memberId);
  }

  function candidate(position: number): Candidate[] {
    const queue = queues.at(position);
    const job = queue?.jobs[0];
    return queue && job ? [{ queue, index: 0, job, rank: queue.held, position }] : [];
  }

  return {
    add(job) {
      const { id } = job.requester;
      const queue = queueOf(id);
      const index = indexIn(queue.jobs, job);
      queue.jobs.splice(index, queue.jobs[index]?.id === job.id ? 1 : 0, job);
      settle(id, queue);
    },
    remove(job) {
      const { id } = job.requester;
      const queue = byMember.get(id);
      if (!queue) return;
      const index = indexIn(queue.jobs, job);
      if (queue.jobs[index]?.id !== job.id) return;
      queue.jobs.splice(index, 1);
      settle(id, queue);
    },
    hold(memberId, change) {
      const queue = queueOf(memberId);
      queue.held += change;
      settle(memberId, queue);
    },
    *inTurn(skips = () => false) {
      const next = createHeap<Candidate>((one, other) => precedes(one.rank, one.job, other.rank, other.job));
      const push = (candidates: readonly Candidate[]) => {
        for (const one of candidates) next.push(one);
      };
      push(candidate(0));
      for (let one = next.pop(); one; one = next.pop()) {
        const { queue, index, job, rank, position } = one;
        const isSkipped = skips(job);
        if (!isSkipped) yield job;
        if (position !== null) push([...candidate(2 * position + 1), ...candidate(2 * position + 2)]);
        const after = queue.jobs[index + 1];
        const later = { queue, index: index + 1, rank: isSkipped ? rank : rank + 1, position: null };
        if (after) next.push({ ...later, job: after });
      }
    },
  };
}

function precedes(rank: number, job: Job | undefined, otherRank: number, other: Job | undefined): boolean {
  if (rank !== otherRank || !job || !other) return rank < otherRank;
  return isOlder(job, other);
}

function isOlder(one: Job, other: Job): boolean {
  return one.createdAt === other.createdAt ? one.id < other.id : one.createdAt < other.createdAt;
}

/** Where a job is, or would be, among jobs from the oldest to the newest. */
function indexIn(jobs: readonly Job[], job: Job): number {
  let from = 0;
  let to = jobs.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = jobs[middle];
    if (other && isOlder(other, job)) from = middle + 1;
    else to = middle;
  }
  return from;
}
