import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { createRig, type Rig } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { alone, compare, type Row } from './row.ts';
import { grow } from './sharing.ts';
import type { Size } from './size.ts';
import { median } from './statistics.ts';
import { type StorePlace, serverPlaces } from './store-places.ts';

/** What came of killing a bot several times. */
type Deaths = { readonly unanswered: number; readonly takeovers: readonly number[] };

/** How long it may take until the relay is asked again, in ms. */
const PATIENCE = 60_000;
const POLL_SECONDS = '0.2';
const [darkroom, bare] = ['src/index.ts', 'test/programs/bench/rivals/bare.ts'];

/**
 * How many gestures get no answer when the process that leads is killed and started again at once, and how long nobody asks the
 * relay after its tasks: Darkroom as one process against a bare bot, and as several processes on one store against one.
 */
export async function measureDying({ dying: size }: Size, processes: number): Promise<Row[]> {
  await using opened = new AsyncDisposableStack();
  const restarted = await die(bare, 1, size, {});
  const single = await die(darkroom, 1, size, {});
  const lost = ({ unanswered }: Deaths) => [unanswered / size.deaths];
  const unanswered = `gestures without an answer per death, ${Math.round(1000 / size.gap)} a second`;
  const takeover = 'takeover: from a death until the relay is asked again';
  const rows = [
    compare(`${unanswered}, SQLite, 1 process`, '', lost(single), rivals.restarted, lost(restarted)),
    alone(`${takeover}, SQLite, 1 process`, 'ms', single.takeovers),
  ];

  const stores: (StorePlace | null)[] = [null, ...(size.onServers ? await serverPlaces(opened) : [])];
  for (const store of stores) {
    const several = await die(darkroom, processes, size, store ? { STORE_URL: store.url } : {});
    const name = `${store?.name ?? 'SQLite'}, ${processes} processes`;
    const ratio = [median(several.takeovers)];
    rows.push(
      compare(`${unanswered}, ${name}`, '', lost(several), rivals.single, lost(single)),
      compare(`${takeover}, ${name}`, 'ms', ratio, rivals.single, [median(single.takeovers)]),
    );
  }
  return rows;
}

/** Starts so many processes, kills one after the other, and counts what that does. */
async function die(
  program: string,
  processes: number,
  size: Size['dying'],
  env: Readonly<Record<string, string>>,
): Promise<Deaths> {
  const rig = await createRig({
    program,
    relay: { manual: true },
    env: { POLL_SECONDS, ...env },
    deadlineMs: size.deadline,
  });
  try {
    await grow(rig, processes);
    const over = new AbortController();
    const asking = ask(rig, size.gap, over.signal);
    const takeovers: number[] = [];
    for (let death = 0; death < size.deaths; death += 1) {
      await delay(size.apart);
      // The one that leads is the oldest: whoever takes over is killed next.
      takeovers.push(await kill(rig, death % processes, program === darkroom));
    }
    await delay(size.apart);
    over.abort();
    return { unanswered: await asking, takeovers };
  } finally {
    await rig.close();
  }
}

/** Somebody asks every `gap` ms until the end: how many of them Discord told that nobody answers. */
async function ask(rig: Rig, gap: number, over: AbortSignal): Promise<number> {
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
  return answered.filter((isAnswered) => !isAnswered).length;
}

/** The n-th process dies and is started again: the ms until the relay is asked after tasks again, infinite when that takes a minute; NaN for a bot that never asks. */
async function kill(rig: Rig, n: number, asksRelay: boolean): Promise<number> {
  const { requests } = rig.relay;
  const at = performance.now();
  await rig.replaceProcess(n);
  if (!asksRelay) return Number.NaN;
  // What the dead one had sent has arrived by then.
  await turn();
  const before = requests.length;
  const isAsked = () => requests.slice(before).some(({ ids = [] }) => ids.length > 0);
  const isOver = rig.discord.waitUntil(isAsked, PATIENCE).then(
    () => true,
    () => false,
  );
  return (await isOver) ? performance.now() - at : Number.POSITIVE_INFINITY;
}
