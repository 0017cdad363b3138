import { setTimeout as delay } from 'node:timers/promises';
import { type Cost, heapPerJob } from './cost.ts';
import { fillFollowing } from './fill-store.ts';
import type { Reading } from './reading.ts';
import { watchAsking } from './relay-requests.ts';
import { createRig, type Rig } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { alone, compare, type Row } from './row.ts';
import type { Size } from './size.ts';
import { median } from './statistics.ts';

/** Longest wait for a start or a round of asking, in ms. */
const PATIENCE = 300_000;

/** What open jobs cost: processes that find ever more of them when they start, and `idle`, which finds none. */
export async function measureCarrying({ carrying }: Size, profile?: string): Promise<{ idle: Cost; costs: Cost[] }> {
  const idle = await carry(0, carrying, profile);
  const costs: Cost[] = [];
  for (const open of carrying.open) costs.push(await carry(open, carrying, profile));
  return { idle, costs };
}

/** The rows of one number of jobs, against the process without any. */
export function carryingRows(idle: Cost, cost: Cost): Row[] {
  const { open, round } = cost;
  return [
    compare(`start until ${open} open jobs are followed again`, 'ms', [cost.resumed], rivals.empty, [idle.resumed]),
    alone('heap per open job', 'KB', [heapPerJob(cost, idle)]),
    compare(
      `requests to the relay per round of asking, ${open} open jobs`,
      '',
      [round?.requests ?? 0],
      rivals.oneByOne,
      [open],
    ),
  ];
}

async function carry(open: number, size: Size['carrying'], profile?: string): Promise<Cost> {
  const rig = await createRig({
    program: 'src/index.ts',
    relay: { manual: true },
    env: { POLL_SECONDS: String(size.everySeconds) },
    profile: profile && `${profile}-${open}`,
    prepare: (url, { relay }) => fillFollowing(url, relay, open),
  });
  try {
    const asking = watchAsking(rig.relay);
    const { connected } = rig;
    if (open > 0) await rig.discord.waitUntil(() => asking.completedAt() !== null, PATIENCE);
    const resumed = (asking.completedAt() ?? 0) - performance.timeOrigin - rig.begun;
    const heapMb = await rig.heap();
    const { round, ms, before, after } = open > 0 ? await wholeRound(rig, asking) : await pause(rig, size);
    return {
      open,
      connected,
      resumed: Math.max(connected, resumed),
      heapMb,
      round,
      cpu: ((after.cpuMs - before.cpuMs) * 1000) / ms,
      loop: { p99: after.loopDelayMs, longest: after.loopLongestMs },
      acknowledgement: median(await gestures(rig, size)),
    };
  } finally {
    await rig.close();
  }
}

type Period = Pick<Cost, 'round'> & { readonly ms: number; readonly before: Reading; readonly after: Reading };

/** From the beginning of a round of asking to the beginning of the next, so that the pause after it is part of it. */
async function wholeRound(rig: Rig, asking: ReturnType<typeof watchAsking>): Promise<Period> {
  async function next(): Promise<{ at: number; place: number; reading: Reading }> {
    const past = asking.rounds().length;
    await rig.discord.waitUntil(() => asking.rounds().length > past, PATIENCE);
    return { at: performance.now(), place: asking.rounds()[past] ?? 0, reading: await rig.read() };
  }
  const [start, end] = [await next(), await next()];
  const ms = end.at - start.at;
  return { round: { requests: end.place - start.place, ms }, ms, before: start.reading, after: end.reading };
}

/** As long as a round would take. */
async function pause(rig: Rig, { everySeconds }: Size['carrying']): Promise<Period> {
  const [start, before] = [performance.now(), await rig.read()];
  await delay(everySeconds * 1000);
  const [ms, after] = [performance.now() - start, await rig.read()];
  return { round: null, ms, before, after };
}

async function gestures(rig: Rig, { gestures, gap }: Size['carrying']): Promise<number[]> {
  const waits: Promise<number>[] = [];
  for (let n = 0; n < gestures; n += 1) {
    waits.push((await rig.imagine()).acknowledged);
    await delay(gap);
  }
  return Promise.all(waits);
}
