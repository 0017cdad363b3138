import { lockStore } from '../../src/store/backends/lock.ts';
import { openStore } from '../../src/store/store.ts';
import { receivedJob, silentLog } from './sample-records.ts';

/** A process of its own. It adds jobs until it is killed and prints the id of each job that the store has acknowledged. */
const url = process.argv[2] ?? '';
await lockStore(url, { waitMs: 0 });
const store = await openStore({ url, log: silentLog });
for (let id = 1; ; id += 1) {
  await store.jobs.add(receivedJob(`${id}`));
  process.stdout.write(`${id}\n`);
}
