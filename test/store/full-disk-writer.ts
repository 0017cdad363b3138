import { StoreError } from '../../src/domain/failures/errors.ts';
import { openStore } from '../../src/store/store.ts';
import { settledJob, silentLog } from './sample-records.ts';

/** A process of its own. It fills the store whose address it is given until a write fails, and prints what came of it. */
const store = await openStore({ url: process.argv[2] ?? '', log: silentLog });
const prompt = 'a very long prompt '.repeat(500);

async function fill(): Promise<{ acknowledged: number; sentence: string }> {
  for (let id = 0; ; id += 1) {
    try {
      await store.jobs.add({ ...settledJob(`${id}`), prompt });
    } catch (error) {
      return { acknowledged: id, sentence: error instanceof StoreError ? error.message : `no StoreError: ${error}` };
    }
  }
}

const { acknowledged, sentence } = await fill();
const readable = (await store.jobs.get('0'))?.prompt === prompt;
process.stdout.write(JSON.stringify({ acknowledged, sentence, readable }));
