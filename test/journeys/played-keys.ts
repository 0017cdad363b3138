import type { KeyService } from '../../src/app/server-keys.ts';
import type { ServerKey } from '../../src/domain/ports/server-keys.ts';

type Tried = Awaited<ReturnType<KeyService['tryKey']>>;

/** Keys of servers, kept in memory, and a service that answers as the test says. */
export function playKeys({ hosts = ['relay.example'], canKeep = true } = {}) {
  const kept = new Map<string, ServerKey>();
  const tried: { readonly host: string; readonly key: string }[] = [];
  const answers: (Tried | Error)[] = [];
  const service: KeyService = {
    canKeep,
    hosts,
    get: async (guildId) => kept.get(guildId) ?? null,
    put: async (guildId, key) => void kept.set(guildId, { ...key, removedAt: null }),
    async remove(guildId, at) {
      const key = kept.get(guildId);
      if (key?.removedAt === null) kept.set(guildId, { ...key, removedAt: at });
    },
    async erase(guildId) {
      if (kept.get(guildId)?.removedAt !== null) kept.delete(guildId);
    },
    list: async () => [...kept].map(([guildId, { removedAt }]) => ({ guildId, removedAt })),
    async tryKey(host, key) {
      tried.push({ host, key });
      const answer = answers.shift() ?? 'works';
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return {
    service,
    kept,
    tried,
    /** What the service says to the next key that is tried; without this, that it works. */
    answer: (...next: readonly (Tried | Error)[]) => void answers.push(...next),
  };
}
