import { setTimeout as delay } from 'node:timers/promises';
import { createRig, type Rig } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { alone, compare, type Row } from './row.ts';
import { grow } from './sharing.ts';
import type { Size } from './size.ts';
import { median } from './statistics.ts';

/** What came of killing a bot several times. */
type Deaths = { readonly gestures: number; readonly unanswered: number; readonly takeovers: readonly number[] };

/** How long it may take until the relay is asked again, in ms. */
const PATIENCE = 60_000;
const POLL_SECONDS = 0.2;

/**
 * How many gestures get no answer when the process that leads is killed and started again at once, and how long nobody asks the
 * relay: Darkroom as one process against a bare bot, and as several processes on one SQLite file against one, where it can.
 */
export async function measureDying({ dying: size }: Size, processes: number): Promise<Row[]> {
  const bare = await die('test/programs/bench/rivals/bare.ts', 1, size);
  const one = await die('src/index.ts', 1, size);
  const several = await die('src/index.ts', processes, size);
  if (!bare || !one) throw new Error('one process is always possible');
  const lost = ({ unanswered }: Deaths) => unanswered / size.deaths;
  const unanswered = `gestures without an answer per death, ${Math.round(1000 / size.gap)} a second`;
  const takeover = 'takeover: from a death until the relay is asked again';
  const rows = [
    compare(`${unanswered}, 1 process`, '', [lost(one)], rivals.restarted, [lost(bare)]),
    alone(`${takeover}, 1 process`, 'ms', one.takeovers),
  ];
  if (!several) return rows;
  const name = `${processes} processes`;
  return [
    ...rows,
    compare(`${unanswered}, ${name}`, '', [lost(several)], rivals.single, [lost(one)]),
    compare(`${takeover}, ${name}`, 'ms', [median(several.takeovers)], rivals.single, [median(one.takeovers)]),
  ];
}

/** Null where this version of Darkroom does not run as so many processes. */
async function die(program: string, processes: number, size: Size['dying']): Promise<Deaths | null> {
  const env = { POLL_SECONDS: String(POLL_SECONDS) };
  const rig = await createRig({ program, relay: { manual: true }, env, deadlineMs: size.deadline });
  try {
    if (!(await grow(rig, processes))) return null;
    const over = new AbortController();
    const asking = ask(rig, size.gap, over.signal);
    const takeovers: number[] = [];
    for (let death = 0; death < size.deaths; death += 1) {
      await delay(size.apart);
      // The one that leads is the oldest: whoever takes over is killed next.
      takeovers.push(await kill(rig, death % processes, program === 'src/index.ts'));
    }
    await delay(size.apart);
    over.abort();
    return { ...(await asking), takeovers };
  } finally {
    await rig.close();
  }
}

/** Somebody asks every `gap` ms until the end: how many asked, and how many of them Discord told that nobody answers. */
async function ask(rig: Rig, gap: number, over: AbortSignal): Promise<Pick<Deaths, 'gestures' | 'unanswered'>> {
  const waits: Promise<boolean>[] = [];
  while (!over.aborted) {
    const { acknowledged } = await rig.imagine();
    waits.push(
      acknowledged.then(
        () => true,
        () => false,
      ),
    );
    await delay(gap);
  }
  const answered = await Promise.all(waits);
  return { gestures: answered.length, unanswered: answered.filter((isAnswered) => !isAnswered).length };
}

/** The n-th process dies and is started again: the ms until the relay hears of the bot again; NaN for one that never asks it. */
async function kill(rig: Rig, n: number, asksRelay: boolean): Promise<number> {
  const { relay, discord } = rig;
  const at = performance.now();
  await rig.replaceProcess(n);
  if (!asksRelay) return Number.NaN;
  const before = relay.requests.length + relay.submissions.length;
  await discord.waitUntil(() => relay.requests.length + relay.submissions.length > before, PATIENCE);
  return performance.now() - at;
}
