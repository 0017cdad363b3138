import { enter, type ReceivedJob } from '../../../src/domain/job/job.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { sampleJob } from '../../sample-job.ts';
import { silentLog } from '../../store/sample-records.ts';
import type { Size } from './size.ts';
import { serverPlaces, sqlitePlace } from './store-places.ts';
import { number, table } from './table.ts';

/** What a store does in a second, so many things at once. */
export type Rates = {
  readonly store: string;
  /** New jobs, each inserted if it is not known yet. */
  readonly added: number;
  /** Jobs moved on, each if nobody has moved it meanwhile, and not waited for until it is on the disk. */
  readonly moved: number;
  /** As before, and on the disk before a relay may be asked to do what costs. */
  readonly flushed: number;
  readonly read: number;
};

/** Rates of SQLite, and of Redis and PostgreSQL where they are installed. */
export async function measureStoring({ storing: size }: Size): Promise<Rates[]> {
  await using opened = new AsyncDisposableStack();
  const rates: Rates[] = [];
  for (const place of [await sqlitePlace(opened), ...(await serverPlaces(opened))]) {
    const store = await openStore({ url: place.url, log: silentLog });
    try {
      rates.push(await rate(place.name, store, size));
    } finally {
      await store.close();
    }
  }
  return rates;
}

async function rate(name: string, { jobs }: OpenStore, { records, atOnce }: Size['storing']): Promise<Rates> {
  const place = { guildId: '10', channelId: '20', messageId: '30' };
  const received = Array.from({ length: records }, (_, n) => sampleJob({ id: String(n) }));
  const waiting = (job: ReceivedJob) => enter(job, { step: 'waiting', place, notBefore: 0, refusals: 0 });
  const submitting = (job: ReceivedJob) =>
    enter(job, { step: 'submitting', place, since: job.createdAt, attempt: job.id });
  const each = async (work: (job: ReceivedJob) => Promise<boolean>) => {
    const from = performance.now();
    const left = received.values();
    const worker = async () => {
      for (const job of left) if (!(await work(job))) throw new Error(`${name} did not do what it was told`);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return (records * 1000) / (performance.now() - from);
  };
  return {
    store: name,
    added: await each((job) => jobs.add(job)),
    moved: await each((job) => jobs.replace(job, waiting(job))),
    flushed: await each((job) => jobs.replace(waiting(job), submitting(job))),
    read: await each(async (job) => (await jobs.get(job.id)) !== undefined),
  };
}

/** A line for every store. */
export function rateTable(rates: readonly Rates[], { storing: { atOnce } }: Size): string {
  const headings = ['jobs added', 'moved on', 'moved on and on the disk', 'read'];
  const columns = [
    { heading: `store, ${atOnce} at once`, isNumber: false },
    ...headings.map((heading) => ({ heading: `${heading}, per s`, isNumber: true })),
  ];
  const cells = rates.map(({ store, added, moved, flushed, read }) => [
    store,
    ...[added, moved, flushed, read].map(number),
  ]);
  return table(columns, cells);
}
