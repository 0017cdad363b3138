import type { WakeUp, WakeUps } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ServerAddress } from '../../lib/store-address.ts';
import { pause, withDeadline } from '../../lib/timeout.ts';
import { createOutage } from '../outage.ts';
import { createOutbox } from '../outbox.ts';
import { readWakeUp } from '../wake-up-text.ts';
import { type Bull, type BullQueue, connectBull, type WorkerChoices } from './connection.ts';

const QUEUE = 'wake-ups';
/** More than this, PostgreSQL cannot count. */
const ALWAYS = 2_147_483_647;

/**
 * No ids of our own: as long as a wake-up with an id is worked on, another one with the same id would be dropped. One that was
 * rejected comes again after a second, as often as it takes.
 */
const jobOptions = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: ALWAYS,
  backoff: { type: 'fixed', delay: 1_000 },
  stackTraceLimit: 1,
};

const choices: WorkerChoices = {
  concurrency: 32,
  lockDuration: 5_000,
  stalledInterval: 1_000,
  maxStalledCount: ALWAYS,
  drainDelay: 1,
  runRetryDelay: 1_000,
};

/** How long the server may take to answer, in ms. Then the connections are made anew. */
const PATIENCE = 5_000;
/** How often the receiver asks whether it answers, in ms. */
const CHECK_EVERY = 10_000;
/** How long after connections broke new ones are made, in ms. */
const REST = 500;

type Options = { readonly address: ServerAddress; readonly id: string; readonly log: Log };

/** Carries wake-ups by a queue on the server. What was in the hands of a leader that died comes to the next one. */
export function createBullWakeUps({ address, id, log }: Options): WakeUps {
  const connect = () =>
    connectBull(address, id, (error) => log.debug({ error }, 'the server of the wake-ups has a trouble'));
  const closing = new AbortController();
  const sender = createSender(connect, closing.signal);
  const outbox = createOutbox(sender.write, log);
  const outage = createOutage(log, {
    failing: 'wake-ups cannot be read; that is repeated',
    working: 'wake-ups can be read again',
  });

  return {
    send: outbox.send,
    async receive(handle, over) {
      while (!over.aborted) {
        await receiveFrom({ address, id, log }, handle, over).then(outage.worked, outage.failed);
        await pause(REST, over);
      }
    },
    async close() {
      await outbox.close();
      closing.abort();
      await sender.close();
    },
  };
}

/** Adds to the queue, by connections that are made anew after each failure. */
function createSender(connect: () => Bull, closing: AbortSignal) {
  let open: { readonly bull: Bull; readonly queue: BullQueue } | null = null;
  async function close(): Promise<void> {
    const { bull } = open ?? {};
    open = null;
    await bull?.close();
  }
  return {
    close,
    async write(batch: readonly WakeUp[]): Promise<void> {
      if (open === null) {
        const bull = connect();
        open = { bull, queue: bull.queue(QUEUE, jobOptions) };
      }
      const { queue } = open;
      const jobs = batch.map((wakeUp) => ({ name: 'wake-up', data: wakeUp }));
      try {
        await withDeadline(PATIENCE, closing, () => queue.addBulk(jobs));
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

/** Resolves when receiving is over; rejects when the server is in trouble. */
async function receiveFrom(
  { address, id }: Options,
  handle: (wakeUp: WakeUp) => Promise<void>,
  over: AbortSignal,
): Promise<void> {
  const broken = new AbortController();
  const end = AbortSignal.any([over, broken.signal]);
  // BullMQ goes on after some troubles without a pause, and after others never.
  const bull = connectBull(address, id, (error) => broken.abort(error));
  const queue = bull.queue(QUEUE, jobOptions);
  const inHand = new Set<Promise<void>>();
  const worker = bull.worker(
    QUEUE,
    async ({ data }) => {
      const wakeUp = readWakeUp(data);
      if (wakeUp === null) return;
      const handing = handle(wakeUp).finally(() => inHand.delete(handing));
      inHand.add(handing);
      await handing;
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
