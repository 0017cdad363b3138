import { setTimeout as delay } from 'node:timers/promises';
import { fillWaiting } from './fill-store.ts';
import { createRig, type Rig } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { alone, compare, type Row } from './row.ts';
import type { Size } from './size.ts';
import { quantile } from './statistics.ts';

/** Longest wait for a slot to be given away, in ms. */
const PATIENCE = 30_000;
const POLL_SECONDS = 0.5;

/** What one process did; ms, of the loop the longest delays, of processor per second. */
type Period = {
  readonly connected: number;
  readonly p99: number;
  readonly longest: number;
  readonly cpuMs: number;
  readonly acknowledgements: readonly number[];
};

/**
 * How a process gets on while a great many jobs wait for its few slots, which become free one by one, and members go on asking:
 * against the same with nobody in line.
 */
export async function measureQueueing({ queueing: size }: Size, profile?: string): Promise<Row[]> {
  const empty = await run(0, size, undefined);
  const busy = await run(size.waiting, size, profile);
  const where = `${size.waiting} jobs wait`;
  const row = (measure: string, value: (period: Period) => number) =>
    compare(`${measure} while ${where}`, 'ms', [value(busy)], rivals.empty, [value(empty)]);
  return [
    compare(`start until members are heard, ${where}`, 'ms', [busy.connected], rivals.empty, [empty.connected]),
    row('event-loop delay, p99,', ({ p99 }) => p99),
    alone(`event-loop delay, longest, while ${where}`, 'ms', [busy.longest]),
    row('processor per second', ({ cpuMs }) => cpuMs),
    row('acknowledgement, p50,', ({ acknowledgements }) => quantile(acknowledgements, 0.5)),
    row('acknowledgement, p99,', ({ acknowledgements }) => quantile(acknowledgements, 0.99)),
  ];
}

async function run(waiting: number, size: Size['queueing'], profile?: string): Promise<Period> {
  const rig = await createRig({
    program: 'src/index.ts',
    relay: { manual: true },
    env: { RELAY_CONCURRENCY: String(size.slots), POLL_SECONDS: String(POLL_SECONDS) },
    profile,
    prepare: (url) => fillWaiting(url, waiting),
  });
  try {
    const { relay, discord } = rig;
    const begun = Math.min(size.slots, waiting);
    await discord.waitUntil(() => relay.tasks.size >= begun, PATIENCE);
    // One second of the tick, so that everybody knows their place.
    await delay(1_000);
    const before = await rig.read();
    const start = performance.now();
    const { acknowledgements, freed } = await gestures(rig, size);
    const seconds = (performance.now() - start) / 1000;
    const after = await rig.read();
    // What was freed is given to the next, who were in line before.
    const due = Math.min(size.slots + freed, waiting + size.gestures);
    const given = () => relay.tasks.size >= due;
    await discord.waitUntil(given, PATIENCE);
    return {
      connected: rig.connected,
      p99: after.loopDelayMs,
      longest: after.loopLongestMs,
      cpuMs: (after.cpuMs - before.cpuMs) / seconds,
      acknowledgements,
    };
  } finally {
    await rig.close();
  }
}

/** Somebody asks, and the oldest running task ends, again and again. */
async function gestures({ imagine, relay }: Rig, { gestures, gap }: Size['queueing']) {
  const waits: Promise<number>[] = [];
  const ended = new Set<string>();
  for (let n = 0; n < gestures; n += 1) {
    waits.push((await imagine()).acknowledged);
    const running = [...relay.tasks.values()].find(({ id }) => !ended.has(id));
    if (running) {
      ended.add(running.id);
      relay.fail(running.id, 'it made room');
    }
    await delay(gap);
  }
  return { acknowledgements: await Promise.all(waits), freed: ended.size };
}
