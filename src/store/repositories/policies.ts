import { type BotPolicy, openBot, type ServerGrant } from '../../domain/policy/bot-policy.ts';
import { openServer, type ServerPolicy } from '../../domain/policy/server-policy.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Policies } from '../../domain/ports/store.ts';
import type { Table } from '../tables/table.ts';

/** How long, in ms, this process goes by what it has read, though another one may have changed it. */
const FRESH = 5_000;
/** The most records that are remembered. */
const REMEMBERED = 2_000;
/** The key of the only record about the bot. */
const BOT = 'bot';

type Parts = {
  readonly servers: Table<ServerPolicy>;
  readonly grants: Table<ServerGrant>;
  readonly bots: Table<BotPolicy>;
  readonly clock: Pick<Clock, 'monotonic'>;
};

/** What has been decided about servers and about the bot. Every gesture asks for it, so it is remembered for a moment. */
export function createPolicies({ servers, grants, bots, clock }: Parts): Policies {
  const server = createRemembered(servers, clock);
  const grant = createRemembered(grants, clock);
  const bot = createRemembered(bots, clock);

  return {
    server: async (guildId) => (await server.get(guildId)) ?? openServer,
    grant: async (guildId) => (await grant.get(guildId)) ?? null,
    bot: async () => (await bot.get(BOT)) ?? openBot,
    changeServer: (guildId, change) => server.change(guildId, (there = openServer) => change(there)),
    changeGrant: (guildId, change) => grant.change(guildId, change),
    changeBot: (change) => bot.change(BOT, (there = openBot) => change(there)),
  };
}

function createRemembered<T>(table: Table<T>, clock: Parts['clock']) {
  const read = new Map<string, { readonly record: T | undefined; readonly at: number }>();

  function remember(key: string, record: T | undefined): void {
    if (read.size >= REMEMBERED) read.clear();
    read.set(key, { record, at: clock.monotonic() });
  }

  return {
    async get(key: string): Promise<T | undefined> {
      const known = read.get(key);
      if (known && clock.monotonic() - known.at < FRESH) return known.record;
      const record = await table.get(key);
      remember(key, record);
      return record;
    },

    /** Changes a record and answers with what it was and what it is. */
    async change(key: string, change: (there: T | undefined) => T) {
      let before: T | undefined;
      let after: T | undefined;
      await table.change(key, (there) => {
        before = there;
        after = change(there);
        return after;
      });
      remember(key, after);
      // `change` has been called, as no record was left out.
      return { before: before ?? null, after: after ?? change(before) };
    },
  };
}
