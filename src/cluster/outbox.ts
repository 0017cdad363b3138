import type { WakeUp } from '../domain/ports/cluster.ts';
import type { Log } from '../domain/ports/log.ts';
import { endsWithin, pause } from '../lib/timeout.ts';
import { createOutage } from './outage.ts';
import { createPending } from './pending.ts';

/** How many are sent at once. */
const BATCH = 500;
/** How long after one that failed the next try begins, in ms. */
const REST = 100;
/** How long what waits may take to be sent when the process ends, in ms. */
const LAST_CHANCE = 1_000;

/** Sends wake-ups one batch after another, behind the back of whoever hands them in. */
export type Outbox = {
  send(wakeUp: WakeUp): void;
  /** Resolves when everything is sent, after a second at the latest. What is handed in from now on is given up. */
  close(): Promise<void>;
};

/** `write` is repeated, with the same wake-ups and newer ones, for as long as it rejects. */
export function createOutbox(write: (batch: readonly WakeUp[]) => Promise<void>, log: Log): Outbox {
  const pending = createPending<WakeUp>();
  const closing = new AbortController();
  const outage = createOutage(log, {
    failing: 'the leader cannot be told what happens; that is repeated',
    working: 'the leader can be told again what happens',
  });
  let sending: Promise<void> | null = null;

  async function sendBatch(): Promise<void> {
    const batch = pending.take(BATCH);
    try {
      await write(batch);
      outage.worked();
    } catch (error) {
      pending.putBack(batch);
      outage.failed(error);
      await pause(REST, closing.signal);
    }
  }

  async function sendAll(): Promise<void> {
    // What one gesture sends at once goes as one batch.
    await null;
    while (pending.count() > 0 && !closing.signal.aborted) await sendBatch();
    sending = null;
  }

  return {
    send(wakeUp) {
      if (closing.signal.aborted) return;
      pending.add(wakeUp);
      sending ??= sendAll();
    },
    async close() {
      if (sending) await endsWithin(LAST_CHANCE, sending);
      closing.abort();
    },
  };
}
