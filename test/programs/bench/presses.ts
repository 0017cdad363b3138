import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '../../emulator/discord/types.ts';
import { photograph } from '../photograph.ts';
import { createRig, type Rig, type RigOptions } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';
import { quantile } from './statistics.ts';

/** What one bot did in one round: clicks per second, ms of processor per click, ms from a click to its result. */
type Round = { readonly perSecond: number; readonly cpuMs: number; readonly p50: number };

/** Billed each time: none of their presses is answered with an earlier result. */
const labels = ['V1', 'V2', 'V3', 'V4'];
/** The ms after the last picture in which bots tidy up; their processor time counts too. */
const TIDYING = 150;

/**
 * What clicks on buttons cost, from the click over the relay to the shown result: Darkroom against a bot that does the same
 * and keeps nothing, once with discord.js's limit of requests per second out of the way and once as it comes.
 */
export async function measureClicking(size: Size, profile?: string): Promise<Row[]> {
  const { pollSeconds, taskMs, picture } = size.clicking;
  const seconds = { POLL_SECONDS: String(pollSeconds), PROGRESS_SECONDS: String(pollSeconds) };
  const common = { relay: { taskMs }, picture: await photograph(picture, 'webp') };
  const naive = { ...common, program: 'test/programs/bench/rivals/naive.ts' };
  const bots: RigOptions[] = [
    { ...common, program: 'src/index.ts', env: seconds, profile },
    { ...naive, env: seconds },
    { ...naive, env: { ...seconds, NAIVE_REQUESTS: '50' } },
  ];
  const rigs = await Promise.all(bots.map(createRig));
  try {
    const rounds: Round[][] = rigs.map(() => []);
    for (let round = -1; round < size.clicking.rounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const result = await runRound(rig, round < 0 ? { ...size.clicking, calm: 2 } : size.clicking);
        // The first round warms up.
        if (round >= 0) rounds[n]?.push(result);
      }
    }
    const [ours = [], theirs = [], held = []] = rounds;
    const row = (measure: string, unit: string, value: (round: Round) => number) =>
      compare(measure, unit, ours.map(value), rivals.naive, theirs.map(value));
    const perSecond = ({ perSecond }: Round) => perSecond;
    return [
      compare('clicks end to end', 'per s', ours.map(perSecond), rivals.held, held.map(perSecond)),
      row('clicks end to end', 'per s', perSecond),
      row('processor per click', 'ms', ({ cpuMs }) => cpuMs),
      row('click to shown result, p50', 'ms', ({ p50 }) => p50),
    ];
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}

async function runRound(rig: Rig, { calm, gap, burst, inFlight, sources }: Size['clicking']): Promise<Round> {
  const began = Date.now();
  const messages = await pictures(rig, sources);
  const [submitted, buttons] = [rig.relay.submissions.length, messages.length * labels.length];
  let clicks = 0;
  /** No member presses a button twice, so that none is taken for a double click. */
  const click = () => {
    const [button, turn] = [clicks % buttons, Math.floor(clicks / buttons)];
    const message = messages[Math.floor(button / labels.length)];
    const label = labels[button % labels.length];
    if (!message || !label) throw new Error('there is no button');
    clicks += 1;
    return rig.press(button + turn, message, label);
  };

  const waits: Promise<number>[] = [];
  const from = performance.now();
  for (let n = 0; n < calm; n += 1) {
    waits.push((await click()).shown());
    await delay(Math.max(0, from + (n + 1) * gap - performance.now()));
  }
  const took = await Promise.all(waits);

  const before = await rig.read();
  const start = performance.now();
  let left = burst;
  const press = async () => {
    while (left > 0) {
      left -= 1;
      await (await click()).shown();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, press));
  const seconds = (performance.now() - start) / 1000;
  await delay(TIDYING);
  const after = await rig.read();
  const charged = rig.relay.submissions.slice(submitted).filter(({ billed }) => billed).length;
  if (charged !== clicks) throw new Error(`${clicks} clicks were charged ${charged} times`);
  rig.discord.forget(began);
  return { perSecond: burst / seconds, cpuMs: (after.cpuMs - before.cpuMs) / burst, p50: quantile(took, 0.5) };
}

/** Fresh pictures with buttons under them. */
async function pictures(rig: Rig, count: number): Promise<Message[]> {
  const gestures = await Promise.all(Array.from({ length: count }, rig.imagine));
  await Promise.all(gestures.map((gesture) => gesture.shown()));
  const ids = new Set(gestures.map(({ id }) => id));
  const isAnswer = ({ interactionId, attachments }: Message) => attachments.length > 0 && ids.has(interactionId ?? '');
  return rig.discord.messages().filter(isAnswer);
}
