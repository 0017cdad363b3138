import type { JobsOptions } from 'bullmq';
import type { ServerAddress } from '../../lib/store-address.ts';
import { withDeadline } from '../../lib/timeout.ts';
import { type Bull, type BullQueue, connectBull } from './connection.ts';

/** How long the server may take to answer, in ms. Then the connections are made anew. */
const PATIENCE = 5_000;

/** What is put into a queue: `id` only where the same is not to be there twice; no colon may be in it, nor may it be a number. */
export type Item = { readonly name: string; readonly data: unknown; readonly id?: string };

export type ProducerParts = {
  readonly address: ServerAddress;
  /** Of this process. */
  readonly id: string;
  readonly queue: string;
  readonly jobOptions: JobsOptions;
  readonly onError: (error: Error) => void;
};

/** Puts items into a queue of the server, all of a call or none. Its connections are made anew after each failure. */
export function createProducer({ address, id, queue: name, jobOptions, onError }: ProducerParts) {
  const closing = new AbortController();
  let open: { readonly bull: Bull; readonly queue: BullQueue } | null = null;

  async function closeOpen(): Promise<void> {
    const { bull } = open ?? {};
    open = null;
    await bull?.close();
  }

  return {
    /** Rejects when nobody knows whether they are there. */
    async add(items: readonly Item[]): Promise<void> {
      if (open === null) {
        const bull = connectBull(address, id, onError);
        open = { bull, queue: bull.queue(name, jobOptions) };
      }
      const { queue } = open;
      const jobs = items.map(({ name, data, id: jobId }) => ({
        name,
        data,
        ...(jobId !== undefined && { opts: { jobId } }),
      }));
      try {
        await withDeadline(PATIENCE, closing.signal, () => queue.addBulk(jobs));
      } catch (error) {
        await closeOpen();
        throw error;
      }
    },
    async close(): Promise<void> {
      closing.abort();
      await closeOpen();
    },
  };
}
