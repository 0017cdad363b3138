import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import { withDeadline } from '../../lib/timeout.ts';
import { READ_TIMEOUT } from './deadlines.ts';
import { troubleOf } from './errors.ts';

/** How long the names are believed, in ms. */
const FRESH = 60_000;
/** How many servers Discord tells at once, and how many are asked for at most. */
const PAGE = 200;
const SERVERS_MAX = 2_000;

const Answer = z.array(z.object({ id: z.string(), name: z.string() }));

/**
 * The names of the servers that the bot is in, by their ids: those known last, or none, where Discord does not tell. Never rejects,
 * and may take READ_TIMEOUT for each PAGE servers.
 * https://docs.discord.com/developers/resources/user#get-current-user-guilds
 */
export type ServerNames = () => Promise<ReadonlyMap<string, string>>;

export function createServerNames(
  bot: Pick<REST, 'get'>,
  clock: Pick<Clock, 'monotonic'>,
  log: Pick<Log, 'info'>,
  stop: AbortSignal,
): ServerNames {
  let known: ReadonlyMap<string, string> = new Map();
  let freshUntil = Number.NEGATIVE_INFINITY;

  async function read(): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    for (let after = '0'; names.size < SERVERS_MAX; ) {
      const query = new URLSearchParams({ after, limit: String(PAGE) });
      const page = Answer.parse(
        await withDeadline(READ_TIMEOUT, stop, (signal) => bot.get(Routes.userGuilds(), { query, signal })),
      );
      for (const { id, name } of page) names.set(id, name);
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      after = last.id;
    }
    return names;
  }

  return async () => {
    if (clock.monotonic() < freshUntil) return known;
    try {
      known = await read();
      freshUntil = clock.monotonic() + FRESH;
    } catch (error) {
      log.info({ trouble: troubleOf(error) }, 'Discord did not tell in which servers the bot is');
    }
    return known;
  };
}
