import type { Job, Outcome, Place, ReceivedJob } from '../job.ts';
import { enter } from '../job.ts';
import type { Acknowledgement } from '../ports.ts';
import { onceKey } from '../presses.ts';
import { isRetryable } from '../reasons.ts';
import { createClaiming, retryKey } from './claiming.ts';
import type { Desk } from './desk.ts';

/** What became of a gesture. Only `begun` and `unseen` have used up the interaction's first answer. */
export type Accepted =
  | { readonly kind: 'begun'; readonly place: Place }
  /** Discord did not take the first answer, or we cannot tell: nothing was or will be submitted unless it is found later. */
  | { readonly kind: 'unseen' }
  /** Somebody's earlier press pays for this one; `by` is its job. */
  | { readonly kind: 'claimed'; readonly by: Job }
  /** The same member pressed the same button a moment ago. */
  | { readonly kind: 'doubled'; readonly by: Job }
  | { readonly kind: 'tooMany'; readonly limit: number }
  /** Discord delivered the interaction a second time. */
  | { readonly kind: 'replayed' }
  | { readonly kind: 'stopping' }
  /** Nothing to try again. */
  | { readonly kind: 'gone' };

/** A task that exists already needs no turn: it is only followed. */
function firstStep(job: ReceivedJob, place: Place, now: number): Job {
  return job.request.kind === 'show'
    ? enter(job, { step: 'following', place, taskId: job.request.taskId, acceptedAt: now, modalSent: false })
    : enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

/** Takes gestures in: written down, claimed, acknowledged, in this order. */
export function createReception(desk: Desk) {
  const { book, board, store, limits, clock, log } = desk;

  async function jobOf(id: string): Promise<Job | undefined> {
    return book.get(id) ?? (await store.jobs.get(id));
  }

  const claiming = createClaiming({ claims: store.claims, jobOf });

  async function drop(job: ReceivedJob, keys: readonly string[]): Promise<void> {
    await claiming.giveBack(job, keys);
    await store.jobs.drop(job.id);
    book.remove(job.id);
  }

  async function acknowledged(job: ReceivedJob, answer: Acknowledgement): Promise<Accepted> {
    if (answer.kind === 'absent') {
      await drop(job, job.claims);
      return { kind: 'unseen' };
    }
    if (answer.kind === 'unsure') return { kind: 'unseen' };
    const seen: Job = { ...firstStep(job, answer.place, clock.now()), private: answer.private };
    await book.record(seen);
    desk.proceed(seen);
    const earlier = await claiming.earlierOf(job);
    if (earlier?.step === 'unknown') await supersede(earlier.id);
    return { kind: 'begun', place: answer.place };
  }

  function openJobsOf(memberId: string): number {
    const counted = new Set<Job['step']>(['received', 'waiting', 'submitting', 'submittingModal', 'following']);
    return book.all().filter((job) => job.requester.id === memberId && counted.has(job.step)).length;
  }

  async function accept(job: ReceivedJob): Promise<Accepted> {
    if (desk.stopping()) return { kind: 'stopping' };
    if (book.get(job.id)) return { kind: 'replayed' };
    if (openJobsOf(job.requester.id) >= limits.memberMaxWaiting) {
      return { kind: 'tooMany', limit: limits.memberMaxWaiting };
    }
    const once = onceKey(job.request);
    const claimant: ReceivedJob = once ? { ...job, claims: [...job.claims, once] } : job;
    book.insert(claimant);
    return book.alone(job.id, async () => {
      try {
        if (!(await store.jobs.add(claimant))) {
          book.remove(job.id);
          return { kind: 'replayed' };
        }
        const taken = await claiming.take(claimant);
        if (taken.by) {
          await drop(claimant, taken.keys);
          return taken.by;
        }
      } catch (error) {
        // The member is about to be told of a fault: a leftover record must not take that for its own answer.
        await drop(claimant, []).catch(() => book.remove(job.id));
        throw error;
      }
      return acknowledged(claimant, await board.acknowledge(claimant));
    });
  }

  /** A job like an earlier one that failed or never got an answer; its claims go over to the new one. */
  async function retry(earlierId: string, again: (earlier: Job) => ReceivedJob): Promise<Accepted> {
    const earlier = await jobOf(earlierId);
    if (!earlier) return { kind: 'gone' };
    const failed = 'outcome' in earlier && earlier.outcome.kind === 'failed' && isRetryable(earlier.outcome.reason);
    if (earlier.step !== 'unknown' && !failed) return { kind: 'claimed', by: earlier };

    return accept({ ...again(earlier), claims: [retryKey(earlier.id)] });
  }

  async function supersede(id: string): Promise<void> {
    await book.alone(id, async (earlier) => {
      if (earlier?.step !== 'unknown') return;
      const outcome: Outcome = { kind: 'failed', reason: { kind: 'superseded' } };
      const told = enter(earlier, { step: 'delivering', place: earlier.place, outcome, since: clock.now() });
      await book.record(told);
      desk.proceed(told);
    });
  }

  /** For a job that was received when the process died, or whose answer nobody knows. */
  async function recover(id: string): Promise<void> {
    await book.alone(id, async (job) => {
      if (job?.step !== 'received') return;
      const lapsed = !job.reply || job.reply.expiresAt <= clock.now();
      const answer: Acknowledgement = lapsed ? { kind: 'absent' } : await board.find(job);
      if (answer.kind === 'absent') log.info({ job: id }, 'a gesture that was never answered is dropped');
      await acknowledged(job, answer);
    });
  }

  return { accept, retry, recover };
}

export type Reception = ReturnType<typeof createReception>;
