import type { Services } from '../discord/handler.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { ServerKeys } from '../domain/ports/server-keys.ts';
import type { Engine } from '../jobs/engine.ts';
import type { createServerRelays } from './server-relays.ts';

/** What handlers know of the keys that servers bring. */
export type KeyService = Services['serverKeys'];

export function keyService(
  keys: ServerKeys,
  { hosts, tryKey }: Pick<ReturnType<typeof createServerRelays>, 'hosts' | 'tryKey'>,
): KeyService {
  return { ...keys, hosts, tryKey };
}

/** How long a key that was removed is kept at most, for the jobs that are still under way with it, in ms. */
const REMOVED_KEPT = 26 * 3_600_000;

/** Forgets the keys that were removed as soon as nothing is under way with them. To be called now and then by whoever leads. */
export function createKeyErasure(
  keys: ServerKeys,
  engine: Pick<Engine, 'hasJobsPaidBy'>,
  clock: Pick<Clock, 'past'>,
): () => Promise<void> {
  return async () => {
    for (const { guildId, removedAt } of await keys.list()) {
      if (removedAt === null) continue;
      if (!engine.hasJobsPaidBy(guildId) || removedAt + REMOVED_KEPT < clock.past()) await keys.erase(guildId);
    }
  };
}
