import { DelayedError } from 'bullmq';
import type { Deliveries } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ServerAddress } from '../../lib/store-address.ts';
import { createOutage } from '../outage.ts';
import type { WorkerChoices } from './connection.ts';
import { consume } from './consumer.ts';
import { createProducer } from './producer.ts';

const QUEUE = 'deliveries';

/** One that failed comes again after ten seconds. After an hour it is left to whoever leads. */
const jobOptions = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 360,
  backoff: { type: 'fixed', delay: 10_000 },
  stackTraceLimit: 1,
};

const choices: WorkerChoices = {
  // Each may hold a few pictures in memory.
  concurrency: 4,
  // A member waits so long, and two looks more, for a result that somebody had in hand who died.
  lockDuration: 5_000,
  stalledInterval: 1_000,
  // Whatever kills a thousand processes is not tried once more.
  maxStalledCount: 1_000,
  drainDelay: 1,
  runRetryDelay: 1_000,
};

type Options = { readonly address: ServerAddress; readonly id: string; readonly log: Log };

/** Has results shown by any of the processes that share a server. What one has in hand when it dies comes to another one. */
export function createBullDeliveries({ address, id, log }: Options): Deliveries & { close(): Promise<void> } {
  const queue = { address, id, queue: QUEUE, jobOptions };
  const producer = createProducer({
    ...queue,
    onError: (error) => log.debug({ error }, 'the server of the deliveries has a trouble'),
  });
  const outage = createOutage(log, {
    failing: 'what is to be shown cannot be read; that is repeated',
    working: 'what is to be shown can be read again',
  });

  return {
    send: (jobId) => producer.add([{ name: 'result', data: jobId, id: `result-${jobId}` }]),
    work(deliver) {
      const over = new AbortController();
      const working = consume(
        { ...queue, choices, outage },
        async (job, token) => {
          const again = await deliver(String(job.data));
          if (again === null) return;
          await job.moveToDelayed(Date.now() + again, token);
          throw new DelayedError();
        },
        over.signal,
      );
      return {
        async stop() {
          over.abort();
          await working;
        },
      };
    },
    close: producer.close,
  };
}
