import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRig } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';

/** One start: ms until it hears members and its commands are registered, and ms of processor until then. */
type Start = { readonly ms: number; readonly cpuMs: number };

const [darkroom, bare] = ['src/index.ts', 'test/programs/bench/rivals/bare.ts'];
const loaded = 'test/programs/bench/rivals/loaded.ts';

/**
 * How long a start takes: Darkroom whose code was compiled by an earlier start, and one that begins with an empty folder; against
 * a bot that only replies, as it comes, with a compile cache of its own, and with Darkroom's code loaded, which is the floor.
 */
export async function measureStarting({ starting: size }: Size, profile?: string): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-compiled-'));
  const compiled = (name: string) => ({ NODE_COMPILE_CACHE: join(folder, name) });
  try {
    for (const [program, name] of [
      [darkroom, 'darkroom'],
      [bare, 'bare'],
      [loaded, 'loaded'],
    ] as const)
      await start(program, compiled(name), undefined);
    const [warm, cold, plain, cached, floor]: [Start[], Start[], Start[], Start[], Start[]] = [[], [], [], [], []];
    for (let round = 0; round < size.rounds; round += 1) {
      warm.push(await start(darkroom, compiled('darkroom'), profile));
      cold.push(await start(darkroom, compiled(`cold-${round}`), undefined));
      plain.push(await start(bare, {}, undefined));
      cached.push(await start(bare, compiled('bare'), undefined));
      floor.push(await start(loaded, compiled('loaded'), undefined));
    }
    const ms = (starts: Start[]) => starts.map((one) => one.ms);
    const cpu = (starts: Start[]) => starts.map((one) => one.cpuMs);
    return [
      compare('start to ready, compile cache warm', 'ms', ms(warm), rivals.bare, ms(plain)),
      compare('start to ready, compile cache warm', 'ms', ms(warm), rivals.cached, ms(cached)),
      compare('start to ready, compile cache warm', 'ms', ms(warm), rivals.loaded, ms(floor)),
      compare('start to ready, compile cache cold', 'ms', ms(cold), rivals.bare, ms(plain)),
      compare('processor of a start, compile cache warm', 'ms', cpu(warm), rivals.bare, cpu(plain)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function start(program: string, env: Readonly<Record<string, string>>, profile?: string): Promise<Start> {
  const rig = await createRig({ program, env, profile });
  try {
    const { cpuMs } = await rig.read();
    await rig.flush();
    return { ms: rig.connected, cpuMs };
  } finally {
    await rig.close();
  }
}
