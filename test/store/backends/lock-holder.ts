import { setInterval } from 'node:timers';
import { lockStore } from '../../../src/store/backends/lock.ts';

/** A process of its own that takes the lock of the store named on its command line and says whether it got it. */
const lock = await lockStore(process.argv[2] ?? '', { waitMs: 0 });
process.stdout.write(lock ? 'held\n' : 'refused\n');
if (lock) setInterval(() => undefined, 60_000);
