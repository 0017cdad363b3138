import { setTimeout as delay } from 'node:timers/promises';
import { createRig, type Rig } from './rig.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';
import { quantile } from './statistics.ts';

/** What one bot did in one round: ms, ms, gestures per second, ms of processor. */
type Round = { readonly p50: number; readonly p99: number; readonly perSecond: number; readonly cpuMs: number };

/**
 * How fast gestures are answered: Darkroom, which writes each down first and submits it afterwards, against a bot that only
 * replies. Tasks do not move during a round.
 */
export async function measureAcknowledging(size: Size, profile?: string): Promise<Row[]> {
  const darkroom = await createRig({
    program: 'src/index.ts',
    relay: { manual: true },
    env: { POLL_SECONDS: '0.5' },
    profile,
  });
  const bare = await createRig({ program: 'test/programs/bench/rivals/bare.ts' });
  try {
    const [ours, theirs]: [Round[], Round[]] = [[], []];
    for (let round = -1; round < size.rounds; round += 1) {
      const one = await runRound(darkroom, size);
      await clear(darkroom);
      const other = await runRound(bare, size);
      // The first round warms up.
      if (round < 0) continue;
      ours.push(one);
      theirs.push(other);
    }
    const row = (measure: string, unit: string, value: (round: Round) => number) =>
      compare(measure, unit, ours.map(value), 'bare reply', theirs.map(value));
    const memory = [await darkroom.read(), await bare.read()].map(({ rssMb }) => [rssMb]);
    return [
      row('acknowledgement, p50', 'ms', ({ p50 }) => p50),
      row('acknowledgement, p99', 'ms', ({ p99 }) => p99),
      row('acknowledgements in a burst', 'per s', ({ perSecond }) => perSecond),
      row('processor per acknowledgement', 'ms', ({ cpuMs }) => cpuMs),
      compare('memory of the process', 'MB', memory[0] ?? [], 'bare reply', memory[1] ?? []),
    ];
  } finally {
    await Promise.all([darkroom.close(), bare.close()]);
  }
}

async function runRound(rig: Rig, { calm, gap, burst, inFlight }: Size): Promise<Round> {
  const waits: Promise<number>[] = [];
  const from = performance.now();
  for (let n = 0; n < calm; n += 1) {
    waits.push((await rig.imagine()).acknowledged);
    await delay(Math.max(0, from + (n + 1) * gap - performance.now()));
  }
  const took = await Promise.all(waits);

  const before = await rig.read();
  const start = performance.now();
  let left = burst;
  const press = async () => {
    while (left > 0) {
      left -= 1;
      await (await rig.imagine()).acknowledged;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, press));
  const seconds = (performance.now() - start) / 1000;
  const after = await rig.read();
  return {
    p50: quantile(took, 0.5),
    p99: quantile(took, 0.99),
    perSecond: burst / seconds,
    cpuMs: (after.cpuMs - before.cpuMs) / burst,
  };
}

/** Ends every job of a round, so that the next one finds none open. */
async function clear(rig: Rig): Promise<void> {
  const { relay, discord } = rig;
  await discord.waitUntil(() => relay.tasks.size === rig.asked, 10_000);
  for (const { id, status } of relay.tasks.values()) if (status !== 'FAILURE') relay.fail(id, 'the round is over');
  await discord.waitUntil(() => rig.shown.size === rig.asked, 20_000);
}
