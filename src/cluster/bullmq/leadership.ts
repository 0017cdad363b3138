import { type Job, WaitingError } from 'bullmq';
import type { Leadership, TermEnd } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ServerAddress } from '../../lib/store-address.ts';
import { endsWithin, pause, withDeadline } from '../../lib/timeout.ts';
import { createOutage, type Outage } from '../outage.ts';
import { runTerm } from '../term.ts';
import { connectBull, type WorkerChoices } from './connection.ts';
import { LOCK, type Renewal, startRenewal } from './renewal.ts';
import { freeStaleLock } from './stale-lock.ts';

const QUEUE = 'leadership';
/** The one job of the queue: whoever works on it leads. No colon may be in it. */
const JOB = 'leader';

const choices: WorkerChoices = {
  lockDuration: LOCK,
  skipLockRenewal: true,
  stalledInterval: 1_000,
  // Every death of a leader counts, and after the last one nobody would lead again. More than this, PostgreSQL cannot count.
  maxStalledCount: 2_147_483_647,
  // A follower that missed the news looks for itself after a second.
  drainDelay: 1,
  runRetryDelay: 1_000,
};

/** How often a follower sees to it that the job is there, in ms: somebody may have emptied the server. */
const OFFER_EVERY = 10_000;
/** How long the server may take to be ready and to answer, in ms. Then the connections are made anew. */
const PATIENCE = 5_000;
/** How long after connections broke new ones are made, in ms. */
const REST = 500;
/** How long handing over may take, in ms: the server may be away. */
const LAST_CHANCE = 1_000;

type Options = { readonly address: ServerAddress; readonly id: string; readonly log: Log };
type Lead = (over: AbortSignal) => Promise<void>;

/**
 * Leadership among processes that share a server: they compete for one job, and working on it is the term. A leader that dies is
 * replaced when its lock has run out, after four to six seconds, and one that leaves at once.
 */
export function createBullLeadership({ address, id, log }: Options): Leadership {
  const leaving = new AbortController();
  const outage = createOutage(log, {
    failing: 'this process cannot ask who leads; that is repeated',
    working: 'this process can ask again who leads',
  });
  let ended: Promise<void> = Promise.resolve();
  let renewal: Renewal | null = null;

  async function leadOn(lead: Lead): Promise<void> {
    while (!leaving.signal.aborted) {
      await compete({ address, id, log, onRenewal: (now) => (renewal = now) }, lead, leaving.signal, outage);
      await pause(REST, leaving.signal);
    }
  }

  return {
    hold(lead) {
      ended = leadOn(lead);
    },
    isCertain: () => renewal?.isFresh() ?? false,
    async leave() {
      leaving.abort();
      await ended;
    },
  };
}

/** Leads whenever it is this process's turn, until it leaves, a term is lost, or the server is in trouble. */
async function compete(
  { address, id, log, onRenewal }: Options & { onRenewal(renewal: Renewal | null): void },
  lead: Lead,
  leaving: AbortSignal,
  outage: Outage,
): Promise<void> {
  const broken = new AbortController();
  const over = AbortSignal.any([leaving, broken.signal]);
  let term: AbortController | null = null;
  let held: Promise<void> = Promise.resolve();

  const bull = connectBull(address, id, (error) => {
    log.debug({ error }, 'the server that knows who leads is in trouble');
    // BullMQ goes on after some troubles without a pause, and after others never. Whether a term goes on, its renewals decide.
    if (term === null) broken.abort(error);
  });

  async function hold(job: Job, token: string): Promise<void> {
    term = new AbortController();
    const { signal } = term;
    const renewal = startRenewal(() => job.extendLock(token, LOCK), term);
    onRenewal(renewal);
    // A worker may be given the job while it closes. Who leads then would never hear that it is to end.
    if (over.aborted) term.abort('handover' satisfies TermEnd);
    await renewal.begun;
    await runTerm(lead, signal, log);
    renewal.stop();
    onRenewal(null);
    term = null;
    if (signal.reason === ('lost' satisfies TermEnd)) broken.abort();
    else await endsWithin(LAST_CHANCE, job.moveToWait(token)).catch(outage.failed);
  }

  // An id that stayed when the job has ended would let nobody add it again.
  const queue = bull.queue(QUEUE, { removeOnComplete: true, removeOnFail: true });
  const worker = bull.worker(
    QUEUE,
    async (job, token) => {
      held = hold(job, token ?? '');
      await held;
      // So it is not asked for another job here, before everything is closed.
      if (broken.signal.aborted) void worker.close();
      throw new WaitingError();
    },
    choices,
  );

  try {
    // A worker that runs before its server is ready may ask it again and again without a pause.
    await withDeadline(PATIENCE, over, () => Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]));
    worker.run().catch((error) => broken.abort(error));
    void freeStaleLock({
      read: () => bull.holder(QUEUE, JOB),
      free: async (token) => (await queue.getJob(JOB))?.moveToWait(token),
      over,
    });
    while (!over.aborted) {
      if (term === null) await withDeadline(PATIENCE, over, () => queue.add('lead', {}, { jobId: JOB }));
      outage.worked();
      await pause(OFFER_EVERY, over);
    }
  } catch (error) {
    if (!leaving.aborted) outage.failed(error);
    broken.abort(error);
  }

  // Only a worker that closes already does not take the job that it has just given back.
  worker.close().catch(outage.failed);
  endTerm(term);
  await held;
  await bull.close();
}

function endTerm(term: AbortController | null): void {
  term?.abort('handover' satisfies TermEnd);
}
