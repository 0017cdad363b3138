import { type APIModalInteractionResponseCallbackData, ButtonStyle, ComponentType } from 'discord.js';
import type { ServerGrant } from '../../domain/policy/bot-policy.ts';
import { writtenLimit } from '../../domain/policy/written-numbers.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { grantId, operatorId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { type ServerStanding, serverName } from './operator-panel.ts';
import { ownButton } from './own-button.ts';
import { palette } from './palette.ts';
import { limitText } from './policy-change.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { shortField } from './short-field.ts';

/** The field of the modal for a server's limit. */
export const GRANT_FIELD = 'limit';

/** One server, for the people who run the bot, with what they may decide about it. */
export function renderServerGrant(server: ServerStanding, words: Catalogue): EphemeralReply {
  const { operator } = words;
  const { guildId, grant, credits, jobs } = server;
  const lines = [
    `**${serverName(server)}** · ${operator.serverUsed(credits, jobs)}`,
    operator.serverOpen(!grant.closed),
    operator.serverPays(grant.pays),
    operator.serverLimit(limitText(grant.limit, words)),
  ];
  const buttons = [
    grant.pays
      ? ownButton(grantId.encode('unpay', guildId), operator.unpay)
      : ownButton(grantId.encode('pay', guildId), operator.pay, ButtonStyle.Success),
    ownButton(grantId.encode('limit', guildId), operator.limitButton),
    grant.closed
      ? ownButton(grantId.encode('open', guildId), operator.open, ButtonStyle.Success)
      : ownButton(grantId.encode('close', guildId), operator.close, ButtonStyle.Danger),
    ownButton(operatorId.encode('page', '0'), operator.back),
  ];
  return renderReply('', {
    embeds: [{ description: lines.join('\n'), color: palette.working }],
    components: [{ type: ComponentType.ActionRow, components: buttons }],
  });
}

/** The modal for what a server may use. */
export function grantModal(
  guildId: string,
  { limit }: ServerGrant,
  { operator }: Catalogue,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: grantId.encode('limit', guildId),
    title: plain(operator.serverLimitTitle, 45),
    components: [shortField(GRANT_FIELD, operator.serverLimitLabel, writtenLimit(limit), operator.limitHint)],
  };
}
