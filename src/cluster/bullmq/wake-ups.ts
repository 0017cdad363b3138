import type { WakeUp, WakeUps } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ServerAddress } from '../../lib/store-address.ts';
import { createOutage } from '../outage.ts';
import { createOutbox } from '../outbox.ts';
import { readWakeUp } from '../wake-up-text.ts';
import type { WorkerChoices } from './connection.ts';
import { consume } from './consumer.ts';
import { createProducer } from './producer.ts';

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

type Options = { readonly address: ServerAddress; readonly id: string; readonly log: Log };

/** Carries wake-ups by a queue on the server. What was in the hands of a leader that died comes to the next one. */
export function createBullWakeUps({ address, id, log }: Options): WakeUps {
  const queue = { address, id, queue: QUEUE, jobOptions };
  const producer = createProducer({
    ...queue,
    onError: (error) => log.debug({ error }, 'the server of the wake-ups has a trouble'),
  });
  const outbox = createOutbox(
    (batch: readonly WakeUp[]) => producer.add(batch.map((data) => ({ name: 'wake-up', data }))),
    log,
  );
  const outage = createOutage(log, {
    failing: 'wake-ups cannot be read; that is repeated',
    working: 'wake-ups can be read again',
  });

  return {
    send: outbox.send,
    receive: (handle, over) =>
      consume(
        { ...queue, choices, outage },
        async ({ data }) => {
          const wakeUp = readWakeUp(data);
          if (wakeUp !== null) await handle(wakeUp);
        },
        over,
      ),
    async close() {
      await outbox.close();
      await producer.close();
    },
  };
}
