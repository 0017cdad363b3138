import { relayAskedFor } from '../../domain/job/bound-relay.ts';
import { hasCostNothing } from '../../domain/job/cost.ts';
import { conclude, type Job, type JobIn } from '../../domain/job/job.ts';
import { hasPictures, type Submission } from '../../domain/job/request.ts';
import { wantsSlot } from '../../domain/job/slot.ts';
import type { Preparation, Prepared } from '../../domain/ports/relay.ts';
import type { LeaderContext } from '../context.ts';
import { createLine } from './line.ts';

type SlotWanting = JobIn<'waiting'> | JobIn<'window'>;

/**
 * How many jobs have their pictures read at once or wait with them for a slot: in all, and of one member, whose links may
 * all be dead.
 */
const AT_ONCE = { all: 8, member: 3 };
/** While pictures that were read take so many bytes of memory, none are read for further jobs. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Has the pictures of waiting jobs read, before they are given one of the relay's slots: a link may be dead, and takes half a
 * minute to say so. Until its pictures are there a job only waits, so nothing is lost when that is interrupted.
 */
export function createPreparer(context: LeaderContext, onPrepared: (jobId: string) => void) {
  const { openJobs, clock, log, relays } = context;
  const stopping = new AbortController();
  /** Jobs whose pictures are being read. */
  const running = new Map<string, Promise<void>>();
  const ready = openJobs.notes<Prepared>();
  /** What is being sent to the relay, which takes memory until it is. */
  const sending = new Set<Prepared>();
  /** Jobs whose pictures are to be read. Their members hold what is being read, and what has been read and waits. */
  const unread = createLine();
  /** The members of jobs that are being read or have been, by the ids of these jobs; and how many each member has. */
  const pending = new Map<string, string>();
  const ofMembers = new Map<string, number>();

  function count(memberId: string, change: number): void {
    const after = (ofMembers.get(memberId) ?? 0) + change;
    if (after > 0) ofMembers.set(memberId, after);
    else ofMembers.delete(memberId);
    unread.hold(memberId, change);
  }

  function follow(before: Job | undefined, now: Job | undefined): void {
    const job = now ?? before;
    if (!job) return;
    const { id, requester } = job;
    const isPending = now !== undefined && (running.has(id) || ready.has(id));
    if (isPending !== pending.has(id)) {
      count(requester.id, isPending ? 1 : -1);
      if (isPending) pending.set(id, requester.id);
      else pending.delete(id);
    }
    if (now && !isPending && wantsSlot(now) && isToPrepare(now)) unread.add(now);
    else unread.remove(job);
  }

  openJobs.watch(follow);

  function followNow(id: string): void {
    const job = openJobs.get(id);
    follow(job, job);
  }

  function isFull(): boolean {
    const bytes = [...ready.values(), ...sending].reduce((sum, prepared) => sum + prepared.bytes, 0);
    return bytes >= MOST_BYTES || running.size >= AT_ONCE.all;
  }

  function begin(id: string, submission: Submission): void {
    const run = prepare(id, submission)
      .catch((error: unknown) => {
        log.error({ job: id, error }, 'what became of a job’s pictures could not be written down; they are read again');
      })
      .finally(() => {
        running.delete(id);
        followNow(id);
        onPrepared(id);
      });
    running.set(id, run);
    followNow(id);
  }

  /** Every relay reads pictures alike, so the one that is asked for any is the one that can be named at once. */
  async function read(submission: Submission): Promise<Preparation> {
    const asked = relayAskedFor(submission);
    const [first] = relays.all;
    const relay = asked === null ? first : relays.named(asked);
    return relay ? relay.port.prepare(submission, stopping.signal) : { kind: 'stopped' };
  }

  async function prepare(id: string, submission: Submission): Promise<void> {
    const preparation = await read(submission);
    await openJobs.withLock(id, async (job) => {
      if (job && wantsSlot(job)) await take(job, preparation);
    });
  }

  async function take(job: SlotWanting, preparation: Preparation): Promise<void> {
    if (preparation.kind === 'prepared') ready.set(job.id, preparation.prepared);
    if (preparation.kind !== 'refused') return;
    const { reason } = preparation;
    const failed = conclude(job, { kind: 'failed', reason, free: hasCostNothing(job) }, clock.now());
    await openJobs.record(failed);
    context.proceed(failed);
  }

  async function withoutPictures(job: Job): Promise<Prepared | null> {
    const submission = submissionOf(job);
    const preparation = submission && (await read(submission));
    return preparation?.kind === 'prepared' ? preparation.prepared : null;
  }

  return {
    /** Whether a job can be submitted as soon as it has a slot. */
    isReady: (job: Job) => !isToPrepare(job) || ready.has(job.id),

    /** Begins to read the pictures of those jobs whose turn it is, but not of those that `rests` tells to wait. */
    begin(rests: (job: Job) => boolean): void {
      if (isFull()) return;
      const chosen = new Map<Job, Submission>();
      const chosenOf = new Map<string, number>();
      const hasEnough = ({ requester: { id } }: Job) =>
        (ofMembers.get(id) ?? 0) + (chosenOf.get(id) ?? 0) >= AT_ONCE.member;
      for (const job of unread.inTurn((one) => rests(one) || hasEnough(one))) {
        const submission = submissionOf(job);
        if (!submission) continue;
        chosen.set(job, submission);
        chosenOf.set(job.requester.id, (chosenOf.get(job.requester.id) ?? 0) + 1);
        if (running.size + chosen.size >= AT_ONCE.all) break;
      }
      for (const [{ id }, submission] of chosen) begin(id, submission);
    },

    /**
     * Does `work` with what a job is to send, if it is to send anything. Its pictures are forgotten then: a second try reads
     * them anew. Only for jobs that are ready.
     */
    async use(job: Job, work: (prepared: Prepared) => Promise<void>): Promise<void> {
      const prepared = ready.get(job.id) ?? (await withoutPictures(job));
      ready.delete(job.id);
      followNow(job.id);
      if (!prepared) return;
      sending.add(prepared);
      try {
        await work(prepared);
      } finally {
        sending.delete(prepared);
      }
    },

    /** Ends all reading at once: the jobs wait on, for the next process. */
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

/** What a job is going to send; null when it sends nothing, as while a window waits for its text. */
function submissionOf(job: Job): Submission | null {
  if (job.step === 'waiting' && job.request.kind !== 'show') return job.request;
  if (job.step === 'window' && job.text) return { kind: 'modal', taskId: job.taskId, text: job.text };
  return null;
}

function isToPrepare(job: Job): boolean {
  const submission = submissionOf(job);
  return submission !== null && hasPictures(submission);
}
