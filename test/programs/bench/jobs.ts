import { setTimeout as delay } from 'node:timers/promises';
import { photograph } from '../photograph.ts';
import type { Reading } from './reading.ts';
import { createRig, type Rig, type RigOptions } from './rig.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';

/** What jobs cost: per job, but for the delay of the event loop. */
type Round = {
  readonly cpuMs: number;
  readonly discordRequests: number;
  readonly relayRequests: number;
  readonly discordKb: number;
  readonly relayKb: number;
  readonly loopDelayMs: number;
};

/** The ms after the last picture in which bots tidy up; counted too. */
const TIDYING = 150;

/**
 * What jobs cost from the gesture to the shown picture: Darkroom against a bot that asks after each task by itself and
 * keeps nothing, both with the pictures attached; and against the same bot showing progress, as Darkroom does.
 */
export async function measureDeveloping(size: Size, profile?: string): Promise<Row[]> {
  const seconds = { POLL_SECONDS: String(size.pollSeconds), PROGRESS_SECONDS: String(size.pollSeconds) };
  const common = { relay: { taskMs: size.taskMs }, picture: await photograph(size.picture, 'webp') };
  const bots: RigOptions[] = [
    { ...common, program: 'src/index.ts', env: seconds, profile },
    { ...common, program: 'test/programs/bench/rivals/naive.ts', env: seconds },
    { ...common, program: 'test/programs/bench/rivals/naive.ts', env: { ...seconds, NAIVE_PROGRESS: 'yes' } },
  ];
  const rigs = await Promise.all(bots.map(createRig));
  try {
    const rounds: Round[][] = rigs.map(() => []);
    for (let round = -1; round < size.jobRounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const warming = round < 0;
        const result = await runRound(rig, warming ? { ...size, jobs: size.jobs / 4, spread: size.spread / 4 } : size);
        if (!warming) rounds[n]?.push(result);
      }
    }
    const [ours = [], naive = [], showing = []] = rounds;
    const row = (measure: string, unit: string, value: (round: Round) => number, name: string, theirs: Round[]) =>
      compare(measure, unit, ours.map(value), name, theirs.map(value));
    return [
      row('processor per job', 'ms', ({ cpuMs }) => cpuMs, 'naive', naive),
      row('processor per job', 'ms', ({ cpuMs }) => cpuMs, 'naive with progress', showing),
      row('requests to Discord per job', '', ({ discordRequests }) => discordRequests, 'naive', naive),
      row('requests to Discord per job', '', ({ discordRequests }) => discordRequests, 'naive with progress', showing),
      row('requests to the relay per job', '', ({ relayRequests }) => relayRequests, 'naive', naive),
      row('traffic with Discord per job', 'KB', ({ discordKb }) => discordKb, 'naive', naive),
      row('traffic with the relay per job', 'KB', ({ relayKb }) => relayKb, 'naive', naive),
      row('event-loop delay under these jobs, p99', 'ms', ({ loopDelayMs }) => loopDelayMs, 'naive', naive),
    ];
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}

/** One round of jobs, and what each of them cost. */
export async function runRound(rig: Rig, { jobs, spread }: Size): Promise<Round> {
  const { discord, relay } = rig;
  const asked = () => [discord.requests.length, relay.requests.length + relay.submissions.length] as const;
  const [discordBefore, relayBefore] = asked();
  const before = await rig.read();
  const from = performance.now();
  const waits: Promise<number>[] = [];
  for (let n = 0; n < jobs; n += 1) {
    waits.push((await rig.imagine()).acknowledged);
    await delay(Math.max(0, from + ((n + 1) * spread) / jobs - performance.now()));
  }
  await Promise.all(waits);
  await discord.waitUntil(() => rig.shown.size === rig.asked, 30_000);
  await delay(TIDYING);
  const after = await rig.read();
  const [discordAfter, relayAfter] = asked();
  const kilobytes = (port: string) => (bytes(after, port) - bytes(before, port)) / 1024;
  return {
    cpuMs: (after.cpuMs - before.cpuMs) / jobs,
    discordRequests: (discordAfter - discordBefore) / jobs,
    relayRequests: (relayAfter - relayBefore) / jobs,
    discordKb: kilobytes(rig.portOf.discord) / jobs,
    relayKb: kilobytes(rig.portOf.relay) / jobs,
    loopDelayMs: after.loopDelayMs,
  };
}

function bytes({ bytes }: Reading, port: string): number {
  return bytes[port] ?? 0;
}
