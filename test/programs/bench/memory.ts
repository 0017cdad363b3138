import { setTimeout as delay } from 'node:timers/promises';
import { photograph } from '../photograph.ts';
import { createRig, type Rig, type RigOptions } from './rig.ts';
import { rivals } from './rivals/rivals.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';

/** MB of a process: after its start and after its jobs, and of its heap after these and a collection. */
type Memory = { readonly idle: number; readonly after: number; readonly heap: number };

/** Jobs at the end of which the emulators forget what they have, so that this process stays small. */
const BATCH = 100;

const loadedBot = 'test/programs/bench/rivals/loaded.ts';

/**
 * What a process holds after many jobs with pictures: Darkroom against bots that only reply, and that keep nothing; with
 * Darkroom's code loaded these are the floor.
 */
export async function measureRemembering({ remembering: size }: Size, profile?: string): Promise<Row[]> {
  const { pollSeconds, taskMs, jobs } = size;
  const env = { POLL_SECONDS: String(pollSeconds), PROGRESS_SECONDS: String(pollSeconds) };
  const picture = await photograph(size.picture, 'webp');
  const common = { relay: { taskMs }, picture };
  const bare = await remember({ program: 'test/programs/bench/rivals/bare.ts' }, size, 'acknowledged');
  const loaded = await rest(loadedBot, size);
  const naive = await remember({ ...common, program: 'test/programs/bench/rivals/naive.ts', env }, size, 'shown');
  const attached = await remember({ ...common, program: 'src/index.ts', env, profile }, size, 'shown');
  const floor = { ...common, program: loadedBot };
  const loadedNaive = await remember({ ...floor, env: { ...env, LOADED_NAIVE: 'yes' } }, size, 'shown');
  const linksOnly = { ...env, LOADED_NAIVE: 'yes', NAIVE_LINKS: 'yes' };
  const loadedLinking = await remember({ ...floor, env: linksOnly }, size, 'shown');
  const links = { ...env, IMAGE_DELIVERY: 'link' };
  const linked = await remember({ ...common, program: 'src/index.ts', env: links }, size, 'shown');

  const after = `memory after ${jobs} jobs with pictures of ${Math.round(picture.byteLength / 1024)} KB`;
  const row = (measure: string, value: number, name: string, theirs: number) =>
    compare(measure, 'MB', [value], name, [theirs]);
  return [
    row('memory after the start', attached.idle, rivals.bare, bare.idle),
    row('memory after the start', attached.idle, rivals.loaded, loaded),
    row(`${after}, attached`, attached.after, rivals.bare, bare.after),
    row(`${after}, attached`, attached.after, rivals.naive, naive.after),
    row(`${after}, attached`, attached.after, rivals.loadedNaive, loadedNaive.after),
    row(`${after}, as links`, linked.after, rivals.bare, bare.after),
    row(`${after}, as links`, linked.after, rivals.loadedLinking, loadedLinking.after),
    row('heap after these jobs and a collection, attached', attached.heap, rivals.bare, bare.heap),
  ];
}

/** MB of a process that has nothing to do. */
async function rest(program: string, { tidying }: Size['remembering']): Promise<number> {
  const rig = await createRig({ program });
  try {
    await delay(tidying);
    return (await rig.read()).rssMb;
  } finally {
    await rig.close();
  }
}

async function remember(
  options: RigOptions,
  size: Size['remembering'],
  end: 'acknowledged' | 'shown',
): Promise<Memory> {
  const rig = await createRig(options);
  try {
    await delay(size.tidying);
    const { rssMb: idle } = await rig.read();
    for (let done = 0; done < size.jobs; done += BATCH) {
      await runBatch(rig, Math.min(BATCH, size.jobs - done), size.inFlight, end);
      await delay(size.tidying / 10);
      rig.discord.forget(Date.now());
    }
    await delay(size.tidying);
    const { rssMb: after } = await rig.read();
    return { idle, after, heap: await rig.heap() };
  } finally {
    await rig.close();
  }
}

async function runBatch(rig: Rig, jobs: number, inFlight: number, end: 'acknowledged' | 'shown'): Promise<void> {
  let left = jobs;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const gesture = await rig.imagine();
      await (end === 'shown' ? gesture.shown() : gesture.acknowledged);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
