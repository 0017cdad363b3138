import type { BaseInteraction } from 'discord.js';
import { used } from '../../domain/credits/account.ts';
import { accountName } from '../../domain/credits/charge.ts';
import { dayOf } from '../../domain/credits/window.ts';
import { snowflakeTime } from '../../domain/job/snowflake.ts';
import type { Context } from '../handler.ts';
import type { EphemeralReply } from '../render/reply.ts';
import { renderServerPanel } from '../render/server-panel.ts';

/** The panel of a server as it is now. `news` tells what has just happened. Throws StoreError. */
export async function serverPanel(
  guildId: string,
  { id }: Pick<BaseInteraction, 'id'>,
  { access, engine, newGrant, serverKeys, serverLog, store, words }: Context,
  news = '',
): Promise<EphemeralReply> {
  const { bot, grant, botTimeZone } = await access();
  const policy = await store.policies.server(guildId);
  const timeZone = policy.timeZone ?? botTimeZone;
  const { month, day } = dayOf(snowflakeTime(id), timeZone);
  const account = await engine.account(accountName.server(guildId), month);
  const brought = await serverKeys.get(guildId);
  const panel = {
    policy,
    timeZone,
    used: used(account, day).month,
    grant: grant ?? newGrant(bot),
    key: brought && brought.removedAt === null ? { ...brought, isReadable: brought.key !== null } : null,
    keys: serverKeys,
    isLogFailing: serverLog.isFailing(guildId),
  };
  return renderServerPanel(panel, words, news);
}
