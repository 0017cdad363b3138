import { openStore } from '../../../src/store/store.ts';
import { receivedJob, silentLog, submittingJob } from '../sample-records.ts';

/** A process of its own. It writes down so many jobs, one after another, and prints what became of each, and of a check at the end. */
const [url = '', times = '0'] = process.argv.slice(2);
const store = await openStore({ url, log: silentLog });

async function tell(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    process.stdout.write(`${what}: done\n`);
  } catch (error) {
    process.stdout.write(`${what}: ${error}\n`);
  }
}

for (let id = 1; id <= Number(times); id += 1) {
  await tell(`${id}`, async () => {
    await store.jobs.add(receivedJob(`${id}`));
    await store.jobs.replace(receivedJob(`${id}`), submittingJob(`${id}`));
  });
}
await tell('check', store.check);
await tell('close', store.close);
