import { clusterAddress } from '../../../src/app/cluster-address.ts';
import { openCluster } from '../../../src/cluster/cluster.ts';
import { silentLog } from '../sample-records.ts';

/** A process of its own that shares the store named on its command line with others, and does not lead. */
const [url = ''] = process.argv.slice(2);
const { signal } = new AbortController();
await openCluster({ address: await clusterAddress(url), id: 'member', log: silentLog, signal });
process.stdout.write('there\n');
setInterval(() => undefined, 60_000);
