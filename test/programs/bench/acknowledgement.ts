import { setTimeout as delay } from 'node:timers/promises';
import { createRig, type Rig, type RigOptions } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { compare, comparePooled, type Row } from './row.ts';
import type { Size } from './size.ts';

/** What one bot did in one round: ms of each gesture, gestures per second in a burst, ms of processor for each of these. */
type Round = { readonly took: readonly number[]; readonly perSecond: number; readonly cpuMs: number };

/**
 * How fast gestures are answered. Darkroom writes each down first: while the relay's slots are full that is all it does, and while
 * they are free it submits them as well. Bare bots reply; some of them submit too, and some write as much as Darkroom, which is the
 * floor. Tasks do not move during a round.
 */
export async function measureAcknowledging({ acknowledging: size }: Size, profile?: string): Promise<Row[]> {
  const [darkroom, bare] = ['src/index.ts', 'test/programs/bench/rivals/bare.ts'];
  const bots: RigOptions[] = [
    {
      program: darkroom,
      relay: { manual: true },
      env: { RELAY_CONCURRENCY: '1' },
      profile: profile && `${profile}-full`,
    },
    { program: darkroom, relay: { manual: true }, env: { POLL_SECONDS: '0.5' }, profile },
    { program: bare },
    { program: bare, relay: { manual: true }, env: { BARE_SUBMITS: 'yes' } },
    { program: bare, env: { BARE_WRITES: 'yes' } },
    { program: bare, relay: { manual: true }, env: { BARE_SUBMITS: 'yes', BARE_WRITES: 'yes' } },
  ];
  const rigs = await Promise.all(bots.map(createRig));
  const [full, submitting] = rigs;
  try {
    if (full) await fillSlot(full);
    const rounds: Round[][] = rigs.map(() => []);
    for (let round = -1; round < size.rounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const result = await runRound(rig, size);
        if (rig === submitting) await clear(rig);
        // The first round warms up.
        if (round >= 0) rounds[n]?.push(result);
      }
    }
    if (full && full.relay.submissions.length !== 1) throw new Error('something was submitted though no slot was free');
    return rowsOf(rounds);
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}

function rowsOf([
  full = [],
  submitting = [],
  bare = [],
  bareSubmitting = [],
  writing = [],
  writingSubmitting = [],
]: readonly Round[][]): Row[] {
  const row = (measure: string, ours: Round[], name: string, theirs: Round[]) => (share: number) => {
    const pooled = (rounds: Round[]) => rounds.flatMap(({ took }) => took);
    return comparePooled(`${measure}, p${share * 100}`, share, pooled(ours), name, pooled(theirs));
  };
  const shares = [0.5, 0.95, 0.99];
  const cpu = (rounds: Round[]) => rounds.map(({ cpuMs }) => cpuMs);
  const rate = (rounds: Round[]) => rounds.map(({ perSecond }) => perSecond);
  const alone = 'acknowledgement alone, slots full';
  const and = 'acknowledgement, with submissions';
  return [
    ...shares.map(row(alone, full, rivals.bare, bare)),
    ...shares.map(row(alone, full, rivals.writing, writing)),
    ...shares.map(row(and, submitting, rivals.bare, bare)),
    ...shares.map(row(and, submitting, rivals.submitting, bareSubmitting)),
    ...shares.map(row(and, submitting, rivals.writingSubmitting, writingSubmitting)),
    compare('acknowledgements in a burst, slots full', 'per s', rate(full), rivals.bare, rate(bare)),
    compare(
      'acknowledgements in a burst, with submissions',
      'per s',
      rate(submitting),
      rivals.submitting,
      rate(bareSubmitting),
    ),
    compare('processor per acknowledgement, slots full', 'ms', cpu(full), rivals.bare, cpu(bare)),
    compare('processor per acknowledgement, slots full', 'ms', cpu(full), rivals.writing, cpu(writing)),
    compare(
      'processor per acknowledgement, with submission',
      'ms',
      cpu(submitting),
      rivals.submitting,
      cpu(bareSubmitting),
    ),
  ];
}

/** Takes the only slot with a task that never moves. */
async function fillSlot(rig: Rig): Promise<void> {
  await (await rig.imagine()).acknowledged;
  await rig.discord.waitUntil(() => rig.relay.tasks.size === 1, 10_000);
}

async function runRound(rig: Rig, { gestures, gap, burst, inFlight }: Size['acknowledging']): Promise<Round> {
  const waits: Promise<number>[] = [];
  const from = performance.now();
  for (let n = 0; n < gestures; n += 1) {
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
  return { took, perSecond: burst / seconds, cpuMs: (after.cpuMs - before.cpuMs) / burst };
}

/** Ends every job of a round, so that the next one finds none open. */
async function clear(rig: Rig): Promise<void> {
  const { relay, discord } = rig;
  await discord.waitUntil(() => relay.tasks.size === rig.asked, 10_000);
  for (const { id, status } of relay.tasks.values()) if (status !== 'FAILURE') relay.fail(id, 'the round is over');
  await discord.waitUntil(() => rig.shown.size === rig.asked, 20_000);
}
