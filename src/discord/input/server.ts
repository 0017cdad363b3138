import type { BaseInteraction } from 'discord.js';
import { openServer, type ServerPolicy } from '../../domain/policy/server-policy.ts';
import type { Server } from '../../domain/ports/server-log.ts';
import type { Services } from '../handler.ts';

/** A server as its log knows it, from an interaction there. */
export function serverOf({ guildLocale }: Pick<BaseInteraction, 'guildLocale'>, guildId: string): Server {
  return { guildId, locale: guildLocale ?? 'en-US' };
}

/**
 * Changes what the managers of a server have decided, and writes into its log who did it. A gesture must change only what it is about:
 * then two managers do not undo each other. Throws StoreError.
 */
export async function changePolicy(
  guildId: string,
  interaction: Pick<BaseInteraction, 'guildLocale' | 'user'>,
  by: (policy: ServerPolicy) => ServerPolicy,
  { serverLog, store }: Pick<Services, 'serverLog' | 'store'>,
): Promise<ServerPolicy> {
  const { before, after } = await store.policies.changeServer(guildId, by);
  const event = { kind: 'policy', by: interaction.user.id, before: before ?? openServer, after } as const;
  serverLog.add(serverOf(interaction, guildId), event);
  return after;
}
