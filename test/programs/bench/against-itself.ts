import { photograph } from '../photograph.ts';
import { runRound } from './jobs.ts';
import { createRig, type RigOptions } from './rig.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';

export type Comparison = {
  readonly measure: string;
  /** In which Darkroom is different. */
  readonly different: Pick<RigOptions, 'env' | 'prepare' | 'profile'>;
  /** What Darkroom as it is goes by. */
  readonly usual: string;
  /** Done in each round of the different one. */
  readonly meanwhile?: () => Promise<unknown>;
};

/** What a job takes of the processor: Darkroom in which something is different, against Darkroom as it is. */
export async function compareWithItself(
  { developing: size }: Size,
  { measure, different, usual, meanwhile = async () => {} }: Comparison,
): Promise<Row> {
  const env = { POLL_SECONDS: String(size.pollSeconds), PROGRESS_SECONDS: String(size.pollSeconds) };
  const common: RigOptions = {
    program: 'src/index.ts',
    relay: { taskMs: size.taskMs },
    picture: await photograph(size.picture, 'webp'),
    env,
  };
  const rigs = await Promise.all(
    [{ ...common, ...different, env: { ...env, ...different.env } }, common].map(createRig),
  );
  try {
    const costs: number[][] = rigs.map(() => []);
    for (let round = -1; round < size.rounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const [{ cpuMs }] = await Promise.all([runRound(rig, size), n === 0 ? meanwhile() : null]);
        if (round >= 0) costs[n]?.push(cpuMs);
      }
    }
    const [ours = [], theirs = []] = costs;
    return compare(measure, 'ms', ours, usual, theirs);
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}
