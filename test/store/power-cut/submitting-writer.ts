import type { JobIn } from '../../../src/domain/job/job.ts';
import { openStore } from '../../../src/store/store.ts';
import { place, receivedJob, silentLog, submittingJob } from '../sample-records.ts';

/**
 * A process of its own. It takes so many jobs, three at a time, until they may be submitted, and prints the id of each as soon as
 * that may be. The prompts are long, so that SQLite begins its log anew more than once.
 */
const [url = '', rounds = '0'] = process.argv.slice(2);
const store = await openStore({ url, log: silentLog });
const prompt = 'a very long prompt '.repeat(500);

async function submit(id: string): Promise<void> {
  const received = { ...receivedJob(id), prompt };
  const waiting: JobIn<'waiting'> = { ...received, step: 'waiting', place: place('m'), notBefore: 0, refusals: 0 };
  await store.jobs.add(received);
  await store.jobs.replace(received, waiting);
  await store.jobs.replace(waiting, { ...submittingJob(id), prompt });
  process.stdout.write(`${id}\n`);
}

for (let round = 0; round < Number(rounds); round += 1) {
  await Promise.all(['1', '2', '3'].map((job) => submit(`${round}${job}`)));
}
await store.close();
