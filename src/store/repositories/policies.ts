import { type BotPolicy, openBot, type ServerGrant } from '../../domain/policy/bot-policy.ts';
import { openServer, type ServerPolicy } from '../../domain/policy/server-policy.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Policies } from '../../domain/ports/store.ts';
import type { Table } from '../tables/table.ts';
import { createRemembered } from './remembered.ts';

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
  const server = remembered(servers, clock);
  const grant = remembered(grants, clock);
  const bot = remembered(bots, clock);

  return {
    server: async (guildId) => (await server.get(guildId)) ?? openServer,
    grant: async (guildId) => (await grant.get(guildId)) ?? null,
    bot: async () => (await bot.get(BOT)) ?? openBot,
    changeServer: (guildId, change) => server.change(guildId, (there = openServer) => change(there)),
    changeGrant: (guildId, change) => grant.change(guildId, change),
    changeBot: (change) => bot.change(BOT, (there = openBot) => change(there)),
  };
}

/** Policies that are changed, and told as they were and as they are. */
function remembered<T>(table: Table<T>, clock: Parts['clock']) {
  const { get, change } = createRemembered(table, clock);
  return {
    get,
    async change(key: string, make: (there: T | undefined) => T) {
      let before: T | undefined;
      const after = await change(key, (there) => {
        before = there;
        return make(there);
      });
      return { before: before ?? null, after: after ?? make(before) };
    },
  };
}
