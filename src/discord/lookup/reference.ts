import type { Place } from '../../domain/job/job.ts';

/** What a member calls a result by: its message, or the number below it. */
export type Reference =
  | { readonly kind: 'message'; readonly place: Place }
  | { readonly kind: 'task'; readonly taskId: string };

const link =
  /^<?https:\/\/(?:(?:ptb|canary|www)\.)?discord(?:app)?\.com\/channels\/(@me|\d{15,20})\/(\d{15,20})\/(\d{15,20})\/?(?:[?#]\S*)?>?$/i;
const task = /^(?=.*\d)[\w-]{8,255}$/;

/** The place that a message's link names (as "Copy Message Link" gives it), null for anything else. */
export function parseMessageLink(text: string): Place | null {
  const [, guild, channelId, messageId] = link.exec(text.trim()) ?? [];
  if (guild === undefined || channelId === undefined || messageId === undefined) return null;
  return { guildId: guild === '@me' ? null : guild, channelId, messageId };
}

/** A message's link or a task's number; null when it is neither. Relays do not promise that ids are numbers. */
export function parseReference(text: string): Reference | null {
  const place = parseMessageLink(text);
  if (place) return { kind: 'message', place };
  const taskId = text.trim().replace(/^#/, '');
  return task.test(taskId) ? { kind: 'task', taskId } : null;
}

/** The task's number out of the footer of one of our results (render/result.ts), null when there is none. */
export function taskIdInFooter(footer: string): string | null {
  const last = footer.split(' · ')[0]?.trim().split(/\s+/).at(-1) ?? '';
  return task.test(last) ? last : null;
}
