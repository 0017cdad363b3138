import { setTimeout as delay } from 'node:timers/promises';
import { photograph } from '../photograph.ts';
import type { Reading } from './reading.ts';
import { createRig, type Rig, type RigOptions } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { compare, type Row } from './row.ts';
import type { Jobs, Size } from './size.ts';

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
 * What jobs cost from the gesture to the shown picture: Darkroom against a bot that shows the same, asks after each task by itself
 * and keeps nothing, against one that asks no more often than it must and writes as much as Darkroom, which is the floor, and against one
 * that shows only the end; then with links to the pictures instead of copies.
 */
export async function measureDeveloping({ developing: size }: Size, profile?: string): Promise<Row[]> {
  const { pollSeconds, taskMs, picture } = size;
  const env = { POLL_SECONDS: String(pollSeconds), PROGRESS_SECONDS: String(pollSeconds) };
  const common = { relay: { taskMs }, picture: await photograph(picture, 'webp') };
  const darkroom = (more: RigOptions['env'] = {}) => ({ ...common, program: 'src/index.ts', env: { ...env, ...more } });
  const rival = (name: string, more: RigOptions['env'] = {}) => ({
    ...common,
    program: `test/programs/bench/rivals/${name}.ts`,
    env: { ...env, ...more },
  });
  const inTurn = (...bots: readonly RigOptions[]) => roundsOf(bots, size);
  return [
    ...attachedRows(await inTurn({ ...darkroom(), profile }, rival('naive'), rival('frugal'))),
    ...silentRows(await inTurn(darkroom(), rival('naive', { NAIVE_SILENT: 'yes' }))),
    ...linkedRows(await inTurn(darkroom({ IMAGE_DELIVERY: 'link' }), rival('naive', { NAIVE_LINKS: 'yes' }))),
  ];
}

/**
 * The rounds of bots that take turns. They are few at a time: a bot that has nothing to do for some seconds shrinks, and would be measured
 * growing again.
 */
async function roundsOf(bots: readonly RigOptions[], size: Size['developing']): Promise<Round[][]> {
  const rigs = await Promise.all(bots.map(createRig));
  try {
    const rounds: Round[][] = rigs.map(() => []);
    for (let round = -size.warming; round < size.rounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const result = await runRound(rig, size);
        if (round >= 0) rounds[n]?.push(result);
      }
    }
    return rounds;
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}

type Value = (round: Round) => number;

const cpu: Value = ({ cpuMs }) => cpuMs;
const discordRequests: Value = ({ discordRequests }) => discordRequests;
const loopDelay: Value = ({ loopDelayMs }) => loopDelayMs;

/** Makes rows of what one bot took, against another one. */
function against(ours: readonly Round[], name: string, theirs: readonly Round[]) {
  return (measure: string, unit: string, value: Value) =>
    compare(measure, unit, ours.map(value), name, theirs.map(value));
}

function attachedRows([ours = [], naive = [], frugal = []]: readonly Round[][]): Row[] {
  const toNaive = against(ours, rivals.naive, naive);
  const toFrugal = against(ours, rivals.frugal, frugal);
  return [
    toNaive('processor per job', 'ms', cpu),
    toFrugal('processor per job', 'ms', cpu),
    toNaive('requests to Discord per job', '', discordRequests),
    toFrugal('requests to Discord per job', '', discordRequests),
    toNaive('requests to the relay per job', '', ({ relayRequests }) => relayRequests),
    toNaive('traffic with Discord per job', 'KB', ({ discordKb }) => discordKb),
    toNaive('traffic with the relay per job', 'KB', ({ relayKb }) => relayKb),
    toNaive('event-loop delay under these jobs, p99', 'ms', loopDelay),
  ];
}

function silentRows([ours = [], silent = []]: readonly Round[][]): Row[] {
  const toSilent = against(ours, rivals.silent, silent);
  return [toSilent('processor per job', 'ms', cpu), toSilent('requests to Discord per job', '', discordRequests)];
}

function linkedRows([ours = [], linking = []]: readonly Round[][]): Row[] {
  const toLinking = against(ours, rivals.linking, linking);
  return [
    toLinking('processor per job, pictures as links', 'ms', cpu),
    toLinking('requests to Discord per job, pictures as links', '', discordRequests),
    toLinking('event-loop delay under these jobs, pictures as links, p99', 'ms', loopDelay),
  ];
}

/** One round of jobs, and what each of them cost. */
export async function runRound(rig: Rig, { jobs, spread }: Pick<Jobs, 'jobs' | 'spread'>): Promise<Round> {
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
