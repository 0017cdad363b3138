import { type REST, Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { PermissionEntry, ServerPermissions } from '../../domain/policy/command-permissions.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import { endsWithin, withDeadline } from '../../lib/timeout.ts';
import { PERMISSION_WAIT, READ_TIMEOUT } from './deadlines.ts';
import { troubleOf } from './errors.ts';

/** The most servers whose permissions are remembered. */
const SERVERS_MAX = 2_000;
/** How long permissions are believed that nobody has changed, and how long it is not asked again after a failure, in ms. */
const DAY = 24 * 3_600_000;
const REST_AFTER_FAILURE = 60_000;

const targets = { 1: 'role', 2: 'member', 3: 'channel' } as const;

const Answer = z.array(
  z.object({
    id: z.string(),
    permissions: z.array(
      z
        .object({ id: z.string(), type: z.union([z.literal(1), z.literal(2), z.literal(3)]), permission: z.boolean() })
        .transform(
          ({ id, type, permission }): PermissionEntry => ({ target: targets[type], id, isAllowed: permission }),
        ),
    ),
  }),
);

/** What each server's managers have set for the commands, as far as Discord tells it in time. */
export type CommandPermissions = {
  /** The entries of a server, within PERMISSION_WAIT: the last ones known, or none, where Discord takes longer. Never rejects. */
  of(applicationId: string, guildId: string): Promise<ServerPermissions>;
  /** They have changed in this server, or may have in any. */
  forget(guildId: string | null): void;
};

type Known = { readonly entries: ServerPermissions; freshUntil: number };

const nothing: ServerPermissions = new Map();

export function createCommandPermissions(
  bot: Pick<REST, 'get'>,
  clock: Pick<Clock, 'monotonic'>,
  log: Pick<Log, 'info'>,
  stop: AbortSignal,
): CommandPermissions {
  const known = new LRUCache<string, Known>({ max: SERVERS_MAX });
  const asked = new Map<string, Promise<void>>();

  async function read(applicationId: string, guildId: string): Promise<ServerPermissions | null> {
    const route = Routes.guildApplicationCommandsPermissions(applicationId, guildId);
    try {
      const answer = Answer.parse(await withDeadline(READ_TIMEOUT, stop, (signal) => bot.get(route, { signal })));
      return new Map(answer.map(({ id, permissions }) => [id, permissions]));
    } catch (error) {
      log.info({ guildId, trouble: troubleOf(error) }, 'Discord did not tell who may use which command');
      return null;
    }
  }

  function ask(applicationId: string, guildId: string): Promise<void> {
    const reading = read(applicationId, guildId).then((entries) => {
      // What has changed meanwhile may be missing in the answer: it is asked for again.
      if (asked.get(guildId) !== reading) return;
      asked.delete(guildId);
      const freshUntil = clock.monotonic() + (entries ? DAY : REST_AFTER_FAILURE);
      known.set(guildId, { entries: entries ?? known.get(guildId)?.entries ?? nothing, freshUntil });
    });
    asked.set(guildId, reading);
    return reading;
  }

  return {
    async of(applicationId, guildId) {
      const before = known.get(guildId);
      if (before && clock.monotonic() < before.freshUntil) return before.entries;
      await endsWithin(PERMISSION_WAIT, asked.get(guildId) ?? ask(applicationId, guildId));
      return known.get(guildId)?.entries ?? nothing;
    },
    forget(guildId) {
      const stale = guildId === null ? [...known.keys()] : [guildId];
      for (const id of stale) {
        const entry = known.get(id);
        if (entry) entry.freshUntil = Number.NEGATIVE_INFINITY;
      }
      if (guildId === null) asked.clear();
      else asked.delete(guildId);
    },
  };
}
