import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openCluster } from '../../src/cluster/cluster.ts';
import type { Log } from '../../src/domain/ports/log.ts';
import { addressOf } from './meeting-place.ts';

/**
 * A process of its own that takes part in a cluster until it is told to leave. It prints what happens to it, one JSON object a line:
 * `{"event":"leads"}`, `{"event":"over","reason":"lost"}`, `{"event":"woken","wakeUp":{"job":"1"}}` … It never has done what it is
 * told of the job `hangs`. Its clock may be ahead, in ms.
 */
const [, , place = '', id = '', clockAhead = '0'] = process.argv;
const rightNow = Date.now;
Date.now = () => rightNow() + Number(clockAhead);
const print = (event: string, more: object = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
const tell = (level: string) => (facts: object, message: string) => {
  const { error } = { error: undefined, ...facts };
  if (process.env.VERBOSE) process.stderr.write(`${id} ${level} ${message} ${error}\n`);
};
const log: Log = { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') };

const cluster = await openCluster({
  address: addressOf(JSON.parse(place)),
  id,
  log,
  signal: new AbortController().signal,
});

cluster.leadership.hold(async (over) => {
  print('leads');
  const received = cluster.wakeUps.receive(async (wakeUp) => {
    print('woken', { wakeUp });
    if ('job' in wakeUp && wakeUp.job === 'hangs') await new Promise(() => undefined);
  }, over);
  if (!over.aborted) await once(over, 'abort');
  print('over', { reason: over.reason });
  await received;
});

process.on('SIGTERM', async () => {
  await cluster.close();
  print('left');
  process.exit();
});

createInterface({ input: process.stdin }).on('line', (job) => cluster.wakeUps.send({ job }));
print('ready');
