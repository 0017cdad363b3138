import { openStore } from '../../../src/store/store.ts';
import { silentLog } from '../../store/sample-records.ts';
import { compareWithItself } from './against-itself.ts';
import { rivals } from './rivals/rivals.ts';
import type { Row } from './row.ts';
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
  const row = await compareWithItself(size, {
    measure: 'processor per job with limits',
    different: { profile, prepare: (storeUrl, { guildId }) => limitAll(storeUrl, guildId) },
    usual: rivals.unlimited,
  });
  return [row];
}
