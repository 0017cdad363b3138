import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { hold } from '../../src/domain/credits/account.ts';
import { openStore } from '../../src/store/store.ts';
import { silentLog } from './sample-records.ts';

/**
 * A process of its own, which counts up in a store that others count up in, too: so many writers at once, each so many times.
 * It says that it is ready, begins when the file `go` is there, and says when it is done.
 */
const [url = '', name = '', go = '', writers = '0', times = '0'] = process.argv.slice(2);
const store = await openStore({ url, log: silentLog });
process.stdout.write('ready\n');
while (!existsSync(go)) await delay(1);

/** Each count has a name: two who write the very same could both think it theirs. */
async function countInJob(name: string): Promise<void> {
  for (;;) {
    const job = await store.jobs.get('10');
    if (job && (await store.jobs.replace(job, { ...job, furtherTasks: [...job.furtherTasks, name] }))) return;
  }
}

async function count(writer: number): Promise<void> {
  for (let n = 0; n < Number(times); n += 1) {
    await store.members.changeSettings('3', (settings) => ({ ...settings, stylize: (settings.stylize ?? 0) + 1 }));
    const own = `${name}.${writer}.${n}`;
    await countInJob(own);
    await store.accounts.change('g:1', '2026-11', (there) => hold(there, [[own, 1, 29]]), [own]);
  }
}

await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => count(writer)));
await store.close();
process.stdout.write('done\n');
