import { DamagedRecord, StoreError } from '../../domain/failures/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ServerKeys } from '../../domain/ports/server-keys.ts';
import type { SealedKey } from '../schema/server-key.ts';
import type { Table } from '../tables/table.ts';
import { createSeal } from './seal.ts';

type Parts = {
  readonly table: Table<SealedKey>;
  /** The operator's, the one that encrypts first. */
  readonly secretsKeys: readonly string[];
  readonly log: Pick<Log, 'info' | 'warn'>;
};

export type StoredServerKeys = ServerKeys & {
  /** Encrypts with the first key whatever another one has encrypted, as far as it can be read. */
  renew(): Promise<void>;
};

/** The keys of servers, each of which can be read only under the server and for the host that it was kept for. */
export function createServerKeys({ table, secretsKeys, log }: Parts): StoredServerKeys {
  const seal = createSeal(secretsKeys);
  const belonging = (guildId: string, host: string) => [guildId, host];

  async function removedAt(guildId: string): Promise<number | null> {
    try {
      return (await table.get(guildId))?.removedAt ?? null;
    } catch (error) {
      // Whoever brought it can bring it again; until then nothing is known of it that would let it be forgotten.
      if (error instanceof DamagedRecord) return null;
      throw error;
    }
  }

  return {
    canKeep: seal.close !== null,
    async get(guildId) {
      const there = await soundly(() => table.get(guildId));
      if (!there) return null;
      const { sealed, ...kept } = there;
      return { ...kept, key: seal.open(sealed, belonging(guildId, kept.host)) };
    },
    async put(guildId, { host, key, by, at }) {
      if (!seal.close)
        throw new StoreError('A key of a server can only be kept with a SECRETS_KEY to encrypt it with.');
      const sealed = seal.close(key, belonging(guildId, host));
      await table.put(guildId, { host, sealed, by, at, removedAt: null });
    },
    remove: (guildId, at) =>
      soundly(() =>
        table.rewrite(guildId, (there) => (there.removedAt === null ? { ...there, removedAt: at } : there)),
      ),
    erase: (guildId) => soundly(() => table.rewrite(guildId, (there) => (there.removedAt === null ? there : null))),
    list: () => Array.fromAsync(table.keys(), async (guildId) => ({ guildId, removedAt: await removedAt(guildId) })),

    async renew() {
      const found = { renewed: new Set<string>(), unreadable: new Set<string>() };
      const renewed = (guildId: string, there: SealedKey): SealedKey => {
        const key = seal.open(there.sealed, belonging(guildId, there.host));
        if (key === null) found.unreadable.add(guildId);
        if (key === null || !seal.close || !seal.isOlder(there.sealed)) return there;
        found.renewed.add(guildId);
        return { ...there, sealed: seal.close(key, belonging(guildId, there.host)) };
      };
      for await (const guildId of table.keys()) {
        try {
          await table.rewrite(guildId, (there) => renewed(guildId, there));
        } catch (error) {
          if (!(error instanceof DamagedRecord)) throw error;
        }
      }
      if (found.renewed.size > 0) {
        log.info({ servers: found.renewed.size }, 'keys of servers are encrypted with the first SECRETS_KEY now');
      }
      if (found.unreadable.size > 0) {
        log.warn(
          { servers: [...found.unreadable] },
          'keys of servers cannot be read with this SECRETS_KEY: add the one that they were kept with, or their managers bring them again',
        );
      }
    },
  };
}

/** Does what reads a record. Throws StoreError for a damaged one too: that is not the same as none. */
async function soundly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof DamagedRecord)) throw cause;
    throw new StoreError(`What is kept of the key of the server ${cause.key} makes no sense.`, { cause });
  }
}
