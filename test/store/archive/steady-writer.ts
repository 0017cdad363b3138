import { setTimeout as delay } from 'node:timers/promises';
import { lockStore } from '../../../src/store/backends/lock.ts';
import { openStore } from '../../../src/store/store.ts';
import { receivedJob, silentLog } from '../sample-records.ts';

/**
 * A process of its own. It holds a store as a bot does and adds a hundred jobs a second until it is killed. It prints the id
 * of each that the store has acknowledged, and why one was not.
 */
const url = process.argv[2] ?? '';
await lockStore(url, { waitMs: 0 });
const store = await openStore({ url, log: silentLog });
const start = performance.now();
for (let count = 1; ; count += 1) {
  const id = `${1000 + count}`;
  const said = await store.jobs.add(receivedJob(id)).then(
    (isNew) => (isNew ? id : `failed: ${id} is not new`),
    (error: unknown) => `failed: ${error}`,
  );
  process.stdout.write(`${said}\n`);
  await delay(Math.max(0, start + count * 10 - performance.now()));
}
