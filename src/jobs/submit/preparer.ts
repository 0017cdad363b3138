import { hasCostNothing } from '../../domain/job/cost.ts';
import { conclude, type Job, type JobIn, wantsSlot } from '../../domain/job/job.ts';
import { hasPictures, type Submission } from '../../domain/job/request.ts';
import type { Preparation, Prepared } from '../../domain/ports/relay.ts';
import type { EngineContext } from '../context.ts';
import { inTurn } from './scheduler.ts';

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
export function createPreparer(context: EngineContext, onPrepared: () => void) {
  const { openJobs, clock, log, relay } = context;
  const stopping = new AbortController();
  /** Jobs whose pictures are being read. */
  const running = new Map<string, Promise<void>>();
  const ready = openJobs.notes<Prepared>();
  /** What is being sent to the relay, which takes memory until it is. */
  const sending = new Set<Prepared>();

  function pending(): readonly Job[] {
    const ids = new Set([...running.keys(), ...[...ready].map(([id]) => id)]);
    return [...ids].flatMap((id) => openJobs.get(id) ?? []);
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
        onPrepared();
      });
    running.set(id, run);
  }

  async function prepare(id: string, submission: Submission): Promise<void> {
    const preparation = await relay.prepare(submission, stopping.signal);
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
    const preparation = submission && (await relay.prepare(submission, stopping.signal));
    return preparation?.kind === 'prepared' ? preparation.prepared : null;
  }

  return {
    /** Whether a job can be submitted as soon as it has a slot. */
    isReady: (job: SlotWanting) => !isToPrepare(job) || ready.has(job.id),

    /** Begins to read the pictures of those of these jobs whose turn it is. */
    begin(jobs: readonly SlotWanting[]): void {
      const wanting = jobs.filter((job) => isToPrepare(job) && !ready.has(job.id) && !running.has(job.id));
      if (wanting.length === 0) return;
      const ofMembers = new Map<string, number>();
      for (const { requester } of pending()) ofMembers.set(requester.id, (ofMembers.get(requester.id) ?? 0) + 1);
      for (const job of inTurn(wanting, ofMembers)) {
        const { id } = job.requester;
        const before = ofMembers.get(id) ?? 0;
        const submission = submissionOf(job);
        if (!submission || isFull() || before >= AT_ONCE.member) continue;
        ofMembers.set(id, before + 1);
        begin(job.id, submission);
      }
    },

    /**
     * Does `work` with what a job is to send, if it is to send anything. Its pictures are forgotten then: a second try reads
     * them anew. Only for jobs that are ready.
     */
    async use(job: Job, work: (prepared: Prepared) => Promise<void>): Promise<void> {
      const prepared = ready.get(job.id) ?? (await withoutPictures(job));
      ready.delete(job.id);
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

function isToPrepare(job: SlotWanting): boolean {
  const submission = submissionOf(job);
  return submission !== null && hasPictures(submission);
}
