import { setTimeout as delay } from 'node:timers/promises';
import { photograph } from '../photograph.ts';
import { runRound } from './jobs.ts';
import { createRig, type Rig, type RigOptions } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { compare, comparePooled, type Row } from './row.ts';
import type { Size } from './size.ts';

/** Starts processes until so many share the store. */
export async function grow(rig: Rig, processes: number): Promise<void> {
  for (let n = 1; n < processes; n += 1) await rig.addProcess();
}

/** What several processes on one SQLite file cost, all together, against one. */
export async function measureSharing({ sharing: size }: Size, processes: number, profile?: string): Promise<Row[]> {
  const { pollSeconds, taskMs } = size;
  const options: RigOptions = {
    program: 'src/index.ts',
    relay: { taskMs },
    env: { POLL_SECONDS: String(pollSeconds), PROGRESS_SECONDS: String(pollSeconds) },
    picture: await photograph(size.picture, 'webp'),
    profile,
  };
  const rigs = [await createRig(options), await createRig({ ...options, profile: undefined })];
  try {
    const [several] = rigs;
    if (several) await grow(several, processes);
    const cpu: number[][] = rigs.map(() => []);
    const requests: number[][] = rigs.map(() => []);
    const took: number[][] = rigs.map(() => []);
    for (let round = -size.warming; round < size.rounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const { cpuMs, discordRequests } = await runRound(rig, size);
        const acknowledged = await gestures(rig, size);
        if (round < 0) continue;
        cpu[n]?.push(cpuMs);
        requests[n]?.push(discordRequests);
        took[n]?.push(...acknowledged);
      }
    }
    const [cpus = [], cpuOfOne = []] = cpu;
    const [asked = [], askedByOne = []] = requests;
    const [all = [], ofOne = []] = took;
    return [
      compare(`processor per job, ${processes} processes`, 'ms', cpus, rivals.single, cpuOfOne),
      compare(`requests to Discord per job, ${processes} processes`, '', asked, rivals.single, askedByOne),
      comparePooled(`acknowledgement, ${processes} processes, p50`, 0.5, all, rivals.single, ofOne),
      comparePooled(`acknowledgement, ${processes} processes, p99`, 0.99, all, rivals.single, ofOne),
    ];
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}

async function gestures(rig: Rig, { gestures, gap }: Size['sharing']): Promise<number[]> {
  const waits: Promise<number>[] = [];
  for (let n = 0; n < gestures; n += 1) {
    waits.push((await rig.imagine()).acknowledged);
    await delay(gap);
  }
  const took = await Promise.all(waits);
  await rig.discord.waitUntil(() => rig.shown.size === rig.asked, 60_000);
  return took;
}
