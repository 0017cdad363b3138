import { type Job, type JobsOptions, WaitingError } from 'bullmq';
import type { ServerAddress } from '../../lib/store-address.ts';
import { pause, withDeadline } from '../../lib/timeout.ts';
import type { Outage } from '../outage.ts';
import { connectBull, type WorkerChoices } from './connection.ts';

/** How long the server may take to answer, in ms. Then the connections are made anew. */
const PATIENCE = 5_000;
/** How often it is asked whether it answers, in ms. */
const CHECK_EVERY = 10_000;
/** How long after connections broke new ones are made, in ms. */
const REST = 500;

export type ConsumerParts = {
  readonly address: ServerAddress;
  /** Of this process. */
  readonly id: string;
  readonly queue: string;
  readonly jobOptions: JobsOptions;
  readonly choices: WorkerChoices;
  readonly outage: Outage;
};

/** Works on what is in a queue until `over` is aborted; resolves when nothing is in hand any more. */
export async function consume(
  parts: ConsumerParts,
  work: (job: Job, token: string | undefined) => Promise<void>,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await consumeOnce(parts, work, over).then(parts.outage.worked, parts.outage.failed);
    await pause(REST, over);
  }
}

/** Rejects when the server is in trouble. */
async function consumeOnce(
  { address, id, queue: name, jobOptions, choices }: ConsumerParts,
  work: (job: Job, token: string | undefined) => Promise<void>,
  over: AbortSignal,
): Promise<void> {
  const broken = new AbortController();
  const end = AbortSignal.any([over, broken.signal]);
  // BullMQ goes on after some troubles without a pause, and after others never.
  const bull = connectBull(address, id, (error) => broken.abort(error));
  const queue = bull.queue(name, jobOptions);
  const inHand = new Set<Promise<void>>();
  const worker = bull.worker(
    name,
    async (job, token) => {
      if (over.aborted) await giveBack(job, token);
      const working = work(job, token).finally(() => inHand.delete(working));
      inHand.add(working);
      await working;
    },
    choices,
  );
  try {
    await withDeadline(PATIENCE, end, () => Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]));
    worker.run().catch((error) => broken.abort(error));
    for (;;) {
      await pause(CHECK_EVERY, end);
      await withDeadline(PATIENCE, end, () => queue.getWaitingCount());
    }
  } catch (error) {
    if (!over.aborted) throw error;
  } finally {
    worker.close().catch((error) => broken.abort(error));
    await Promise.allSettled(inHand);
    await bull.close();
  }
}

/** A worker that closes may still be given what comes while it waited. */
async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}
