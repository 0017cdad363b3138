import { openStore } from '../../../src/store/store.ts';
import { silentLog } from '../../store/sample-records.ts';
import { photograph } from '../photograph.ts';
import { runRound } from './jobs.ts';
import { createRig, type RigOptions } from './rig.ts';
import { compare, type Row } from './row.ts';
import type { Size } from './size.ts';

/** So much that nobody is refused. */
const limit = { day: 1_000_000, month: 10_000_000 };
const ROLES = 10;

/** Sets every limit that there is. */
async function limitAll(storeUrl: string, guildId: string): Promise<void> {
  const store = await openStore({ url: storeUrl, log: silentLog });
  const roles = Array.from({ length: ROLES }, (_, n) => ({ roleId: `1000000000000000${n}`, limit }));
  const words = Array.from({ length: 200 }, (_, n) => `unwanted${n}`);
  try {
    await store.policies.changeServer(guildId, (server) => ({
      ...server,
      everyone: limit,
      server: limit,
      roles,
      words,
    }));
    await store.policies.changeGrant(guildId, () => ({ pays: true, closed: false, limit }));
    await store.policies.changeBot((bot) => ({ ...bot, bot: limit, member: limit }));
  } finally {
    await store.close();
  }
}

/** What jobs cost where everything is limited: Darkroom against itself in a server in which nothing is decided. */
export async function measureLimiting(size: Size, profile?: string): Promise<Row[]> {
  const seconds = { POLL_SECONDS: String(size.pollSeconds), PROGRESS_SECONDS: String(size.pollSeconds) };
  const open: RigOptions = {
    program: 'src/index.ts',
    relay: { taskMs: size.taskMs },
    picture: await photograph(size.picture, 'webp'),
    env: seconds,
  };
  const limited: RigOptions = { ...open, profile, prepare: (storeUrl, { guildId }) => limitAll(storeUrl, guildId) };
  const rigs = await Promise.all([limited, open].map(createRig));
  try {
    const costs: number[][] = rigs.map(() => []);
    for (let round = -1; round < size.jobRounds; round += 1) {
      for (const [n, rig] of rigs.entries()) {
        const { cpuMs } = await runRound(rig, size);
        if (round >= 0) costs[n]?.push(cpuMs);
      }
    }
    const [ours = [], theirs = []] = costs;
    return [compare('processor per job with limits', 'ms', ours, 'no limits', theirs)];
  } finally {
    await Promise.all(rigs.map((rig) => rig.close()));
  }
}
