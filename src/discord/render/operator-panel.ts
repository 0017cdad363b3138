import { ButtonStyle, ComponentType } from 'discord.js';
import type { Window } from '../../domain/credits/window.ts';
import type { AlertTarget, BotPolicy, ServerGrant } from '../../domain/policy/bot-policy.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { operatorId } from './custom-ids.ts';
import { escapePrompt } from './escape.ts';
import { ownButton } from './own-button.ts';
import { palette } from './palette.ts';
import { limitText } from './policy-change.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { selectRow } from './select.ts';

/** Servers on one page. */
export const SERVER_PAGE = 15;

/** A server as the people who run the bot see it. */
export type ServerStanding = {
  readonly guildId: string;
  /** Null where the bot is not in it any more, or Discord does not tell. */
  readonly name: string | null;
  /** What was used there this month. */
  readonly credits: number;
  readonly jobs: number;
  readonly grant: ServerGrant;
};

export type OperatorPanel = {
  readonly bot: BotPolicy;
  readonly used: Readonly<Record<Window, number>>;
  readonly inDoubt: number;
  /** Those of this page. */
  readonly servers: readonly ServerStanding[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
};

/** All about the bot, for the people who run it, with what changes it. */
export function renderOperatorPanel(panel: OperatorPanel, words: Catalogue): EphemeralReply {
  const { account, operator } = words;
  const { bot, used, inDoubt, servers, page, pages } = panel;
  const [forBot, forMember, forServer] = [bot.bot, bot.member, bot.newServer].map((one) => limitText(one, words));
  const lines = [
    ...(bot.paused ? [operator.paused, ''] : []),
    operator.used(used.day, used.month),
    ...(inDoubt > 0 ? [operator.inDoubt(inDoubt)] : []),
    operator.limits(forBot ?? '', forMember ?? '', forServer ?? ''),
    operator.alerts(placeOf(bot.alerts, words)),
    operator.blocked(bot.blocked.length),
    '',
    `**${account.pricesTitle}**`,
    account.prices(bot.prices.of),
    account.turbo(bot.prices.speed.turbo),
    '',
    `**${operator.serversTitle}**`,
    ...(servers.length === 0 ? [operator.noServers] : servers.map((one) => serverLine(one, words))),
    ...(pages > 1 ? [operator.page(page + 1, pages)] : []),
  ];
  const ask = (what: string, label: string) => ownButton(operatorId.encode('ask', what), label);
  const turn = (to: number, label: string, isEnd: boolean) =>
    ownButton(operatorId.encode('page', String(to)), label, ButtonStyle.Secondary, isEnd);
  const buttons = [
    ask('prices', operator.prices),
    ask('limits', operator.limitsButton),
    ask('alerts', operator.alertsButton),
    ask('blocked', operator.blockedButton),
    bot.paused
      ? ownButton(operatorId.encode('pause', 'off'), operator.goOn, ButtonStyle.Success)
      : ownButton(operatorId.encode('pause', 'on'), operator.pause, ButtonStyle.Danger),
  ];
  const pageButtons = [turn(Math.max(0, page - 1), '◀', page === 0), turn(page + 1, '▶', page === pages - 1)];
  return renderReply('', {
    embeds: [{ title: operator.title, description: lines.join('\n'), color: palette.working }],
    components: [
      { type: ComponentType.ActionRow, components: buttons },
      ...selectRow(operatorId.encode('server', 'pick'), operator.pick, servers.map(entryOf(words))),
      ...(pages > 1 ? [{ type: ComponentType.ActionRow as const, components: pageButtons }] : []),
    ],
  });
}

/** What a server is called in markdown. */
export function serverName({ guildId, name }: Pick<ServerStanding, 'guildId' | 'name'>): string {
  return name === null ? guildId : escapePrompt(name, 100).text || guildId;
}

function serverLine(server: ServerStanding, words: Catalogue): string {
  return words.operator.server(serverName(server), factsOf(server, words));
}

function factsOf({ credits, jobs, grant }: ServerStanding, { operator }: Catalogue): readonly string[] {
  return [
    operator.serverUsed(credits, jobs),
    ...(grant.closed ? [operator.closed] : []),
    ...(grant.pays ? [] : [operator.unpaid]),
  ];
}

function entryOf(words: Catalogue) {
  return (server: ServerStanding) => ({
    value: server.guildId,
    label: server.name ?? server.guildId,
    description: factsOf(server, words).join(' · '),
  });
}

function placeOf(target: AlertTarget, { operator: { places } }: Catalogue): string {
  if (typeof target === 'string') return places[target];
  return 'channelId' in target ? places.channel(`<#${target.channelId}>`) : places.member(`<@${target.userId}>`);
}
