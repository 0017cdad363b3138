import type { Place } from '../../domain/job/job.ts';

/** How a member names a result: by its message, or by the task id below it. */
export type Reference =
  | { readonly kind: 'message'; readonly place: Place }
  | { readonly kind: 'task'; readonly taskId: string };

const messageLinkPattern =
  /^<?https:\/\/(?:(?:ptb|canary|www)\.)?discord(?:app)?\.com\/channels\/(@me|\d{15,20})\/(\d{15,20})\/(\d{15,20})\/?(?:[?#]\S*)?>?$/i;
/** Relays do not promise that the ids of their tasks are numbers. Before those of all but one stands its name. */
const taskIdPattern = /^(?=.*\d)(?:(?:[a-z][a-z0-9]{0,15}|\d{15,20}):)?[\w-]{8,255}$/;

/** The place that a message link names (as "Copy Message Link" gives it), null for any other text. */
export function parseMessageLink(text: string): Place | null {
  const [, guild, channelId, messageId] = messageLinkPattern.exec(text.trim()) ?? [];
  if (guild === undefined || channelId === undefined || messageId === undefined) return null;
  return { guildId: guild === '@me' ? null : guild, channelId, messageId };
}

const channelLinkPattern =
  /^<?https:\/\/(?:(?:ptb|canary|www)\.)?discord(?:app)?\.com\/channels\/\d{15,20}\/(\d{15,20})(?:\/\d{15,20})?\/?(?:[?#]\S*)?>?$/i;

/** The id of the server's channel that a link names, as "Copy Link" gives it, or a mention; null for any other text. */
export function parseChannelLink(text: string): string | null {
  const written = text.trim();
  return (channelLinkPattern.exec(written) ?? /^<#(\d{15,20})>$/.exec(written))?.[1] ?? null;
}

/** Reads a message link or a task id; null when the text is neither. */
export function parseReference(text: string): Reference | null {
  const place = parseMessageLink(text);
  if (place) return { kind: 'message', place };
  const taskId = text.trim().replace(/^#/, '');
  return taskIdPattern.test(taskId) ? { kind: 'task', taskId } : null;
}

/** The task id in the address of an embed of ours (render/link.ts writes it), null when there is none. */
export function taskIdInAddress(url: string): string | null {
  const [, taskId = ''] = /^https:\/\/discord\.com\/channels\/[^?#\s]+\?task=([\w%-]+)(?:#|$)/.exec(url) ?? [];
  const decoded = taskId.replace(/%3A/gi, ':');
  return taskIdPattern.test(decoded) ? decoded : null;
}

/** The task id in the footer of one of our older results, which showed it there; null when there is none. */
export function taskIdInFooter(footer: string): string | null {
  const last = footer.split(' · ')[0]?.trim().split(/\s+/).at(-1) ?? '';
  return taskIdPattern.test(last) ? last : null;
}
