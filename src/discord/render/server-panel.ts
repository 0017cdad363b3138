import {
  type APIButtonComponentWithCustomId,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { ServerGrant } from '../../domain/policy/bot-policy.ts';
import { presets } from '../../domain/policy/presets.ts';
import type { ServerPolicy } from '../../domain/policy/server-policy.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { roleMention } from '../../text/forms.ts';
import { paragraphs } from './body.ts';
import { serverId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { ownButton } from './own-button.ts';
import { palette } from './palette.ts';
import { limitText, offText } from './policy-change.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { selectRow } from './select.ts';
import { keyButtons, keyLines, type ShownKey } from './server-key.ts';
import { rulesButton } from './server-rules.ts';
import { shortField } from './short-field.ts';

/** The fields of the modals. */
export const limitFields = ['memberDay', 'memberMonth', 'serverDay', 'serverMonth', 'zone'] as const;
export const roleFields = { role: 'role', day: 'roleDay', month: 'roleMonth' } as const;

export type ServerPanel = {
  readonly policy: ServerPolicy;
  /** In which the days of the server begin. */
  readonly timeZone: string;
  /** What the server has used this month, in credits. */
  readonly used: number;
  /** Whether the people who run the bot pay for it, and how much of their money it may use. */
  readonly grant: Pick<ServerGrant, 'pays' | 'limit'>;
  /** The key that the server has brought, while it is in use. */
  readonly key: ShownKey | null;
  /** Whether keys can be kept, and the services that they may be for. */
  readonly keys: { readonly canKeep: boolean; readonly hosts: readonly string[] };
  /** Whether the last entry of its log could not be written. */
  readonly isLogFailing: boolean;
};

/** How pictures are made in a server, for its managers. `news` tells what has just happened. */
export function renderServerPanel(panel: ServerPanel, words: Catalogue, news = ''): EphemeralReply {
  const { policy, timeZone, key, keys, isLogFailing } = panel;
  const { serverLog, serverPanel } = words;
  const forKey = keyButtons(key, keys.hosts.length > 0, words);
  const lines = [
    ...(policy.paused ? [serverPanel.paused, ''] : []),
    ...payerLines(panel, words),
    serverPanel.everyone(limitText(policy.everyone, words)),
    ...policy.roles.map(({ roleId, limit }) => serverPanel.role(roleMention(roleId), limitText(limit, words))),
    serverPanel.server(limitText(policy.server, words)),
    serverPanel.days(timeZone),
    serverPanel.off(offText(policy, words)),
    ...(policy.log && isLogFailing ? ['', serverLog.fails(`<#${policy.log.channelId}>`)] : []),
    '',
    serverPanel.where,
  ];
  const embed = { title: serverPanel.title, description: paragraphs(news, lines.join('\n')), color: palette.working };
  return renderReply('', {
    embeds: [embed],
    components: [
      ...selectRow(
        serverId.encode('start', 'with'),
        serverPanel.start,
        presets.map((preset) => ({ value: preset, ...serverPanel.starts[preset] })),
      ),
      { type: ComponentType.ActionRow, components: buttons(policy, words) },
      ...(forKey.length > 0 ? [{ type: ComponentType.ActionRow as const, components: [...forKey] }] : []),
    ],
  });
}

/** Who pays for what is made in a server, and how much that was this month. */
function payerLines({ policy, used, grant, key, keys }: ServerPanel, words: Catalogue): readonly string[] {
  const { serverKey, serverPanel } = words;
  // What the people who run the bot allow is for their own money.
  const month = (key ? null : grant.limit.month) ?? policy.server.month;
  const amount = month === null ? serverPanel.usedNoLimit(used) : serverPanel.usedOf(used, month);
  if (key) return keyLines(key, amount, words);
  if (grant.pays) return [serverPanel.paidBy(amount)];
  const mayPay = keys.canKeep && keys.hosts.length > 0;
  return [mayPay ? serverKey.unpaid : serverPanel.unpaid, '', serverKey.used(amount)];
}

function buttons({ paused }: ServerPolicy, words: Catalogue): APIButtonComponentWithCustomId[] {
  const { serverPanel } = words;
  return [
    ownButton(serverId.encode('ask', 'limits'), serverPanel.limits, ButtonStyle.Primary),
    ownButton(serverId.encode('ask', 'roles'), serverPanel.roles, ButtonStyle.Primary),
    rulesButton(words),
    paused
      ? ownButton(serverId.encode('pause', 'off'), serverPanel.goOn, ButtonStyle.Success)
      : ownButton(serverId.encode('pause', 'on'), serverPanel.pause, ButtonStyle.Secondary),
  ];
}

/** The modal for the limits of everybody and of the whole server. */
export function limitsModal(
  { everyone, server, timeZone }: ServerPolicy,
  zone: string,
  { serverPanel }: Catalogue,
): APIModalInteractionResponseCallbackData {
  const values = {
    memberDay: everyone.day,
    memberMonth: everyone.month,
    serverDay: server.day,
    serverMonth: server.month,
    zone: timeZone ?? zone,
  };
  return {
    custom_id: serverId.encode('ask', 'limits'),
    title: plain(serverPanel.limitsTitle, 45),
    components: limitFields.map((field) =>
      shortField(field, serverPanel[field], values[field], field === 'zone' ? serverPanel.zoneHint : serverPanel.empty),
    ),
  };
}

/** The modal for the limit of a role. */
export function rolesModal({ serverPanel }: Catalogue): APIModalInteractionResponseCallbackData {
  return {
    custom_id: serverId.encode('ask', 'roles'),
    title: plain(serverPanel.rolesTitle, 45),
    components: [
      {
        type: ComponentType.Label,
        label: plain(serverPanel.roleLabel, 45),
        description: plain(serverPanel.roleEmpty, 100),
        component: { type: ComponentType.RoleSelect, custom_id: roleFields.role, required: true },
      },
      shortField(roleFields.day, serverPanel.roleDay, null, serverPanel.empty),
      shortField(roleFields.month, serverPanel.roleMonth, null, serverPanel.empty),
    ],
  };
}
