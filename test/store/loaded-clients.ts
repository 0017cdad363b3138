import { createRequire } from 'node:module';
import { openStore } from '../../src/store/store.ts';
import { silentLog } from './sample-records.ts';

/** A process of its own, which opens a store and prints which packages of servers' clients it has loaded for that. */
const store = await openStore({ url: process.argv[2] ?? '', log: silentLog });
const { cache } = createRequire(import.meta.url);
const clients = Object.keys(cache).flatMap((path) => /node_modules\/(pg|redis)\//.exec(path)?.[1] ?? []);
process.stdout.write(`${[...new Set(clients)].join() || 'none'}\n`);
await store.close();
