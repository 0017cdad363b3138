import type { Limit } from '../../domain/credits/account.ts';
import { isNothing } from '../../domain/policy/plan.ts';
import type { ServerPolicy } from '../../domain/policy/server-policy.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { roleMention } from '../../text/forms.ts';
import { escapePrompt } from './escape.ts';

/** How much of a list of words is shown, in UTF-16 units. */
const LIST_SHOWN = 600;

/** A limit in words. */
export function limitText(limit: Limit, { serverPanel }: Catalogue): string {
  if (isNothing(limit)) return serverPanel.nothing;
  return limit.day === null && limit.month === null ? serverPanel.noLimit : serverPanel.limit(limit.day, limit.month);
}

/** The features that are switched off, in words. */
export function offText({ off }: Pick<ServerPolicy, 'off'>, { serverPanel }: Catalogue): string {
  return off.map((feature) => serverPanel.features[feature]).join(', ') || serverPanel.nothingOff;
}

/** Where a server's log is, and what stands in it. */
export function logText({ log }: Pick<ServerPolicy, 'log'>, { serverLog }: Catalogue): string {
  return log ? serverLog.in(`<#${log.channelId}>`, log.what === 'everything') : serverLog.nowhere;
}

/** What two policies of a server say differently, a line for each: what was before and what is now. Blocks are left out. */
export function policyChanges(before: ServerPolicy, after: ServerPolicy, words: Catalogue): readonly string[] {
  const { serverPanel, serverLog } = words;
  const of = (policy: ServerPolicy, roleId: string) => {
    const own = policy.roles.find((role) => role.roleId === roleId);
    return own ? limitText(own.limit, words) : serverLog.asEveryone;
  };
  const roleIds = new Set([...before.roles, ...after.roles].map(({ roleId }) => roleId));
  const zone = ({ timeZone }: ServerPolicy) => timeZone ?? serverLog.usualZone;
  const pause = ({ paused }: ServerPolicy) => (paused ? serverLog.on : serverLog.off);
  const changed = (line: (change: string) => string, one: string, other: string) =>
    one === other ? [] : [line(`${one} → ${other}`)];
  return [
    ...changed(serverLog.pause, pause(before), pause(after)),
    ...changed(serverPanel.everyone, limitText(before.everyone, words), limitText(after.everyone, words)),
    ...[...roleIds].flatMap((roleId) =>
      changed((limit) => serverPanel.role(roleMention(roleId), limit), of(before, roleId), of(after, roleId)),
    ),
    ...changed(serverPanel.server, limitText(before.server, words), limitText(after.server, words)),
    ...changed(serverLog.zone, zone(before), zone(after)),
    ...changed(serverPanel.off, offText(before, words), offText(after, words)),
    ...wordChanges(before, after, words),
    ...changed(serverLog.place, logText(before, words), logText(after, words)),
  ];
}

function wordChanges(before: ServerPolicy, after: ServerPolicy, { serverLog }: Catalogue): readonly string[] {
  const listed = (words: readonly string[], others: readonly string[]) => {
    const list = words.filter((word) => !others.includes(word)).join(', ');
    return list === '' ? [] : [escapePrompt(list, LIST_SHOWN).text];
  };
  return [
    ...listed(before.words, after.words).map(serverLog.allowedAgain),
    ...listed(after.words, before.words).map(serverLog.newlyBlocked),
  ];
}
