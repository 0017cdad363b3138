import type { Place } from '../../domain/job/job.ts';

/** The address of a message, as Discord's "Copy Message Link" gives it. */
export function messageLink({ guildId, channelId, messageId }: Place): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${messageId}`;
}

/**
 * The address that the embed of a result has: its message's, with the task behind it. Members do not see it, because an
 * embed's address belongs to its title, and ours have none. "Revive buttons" reads the task from it (lookup/reference.ts) when
 * the store has forgotten the message.
 */
export function resultAddress(place: Place, taskId: string | null): string {
  const address = messageLink(place);
  const task = taskId === null ? '' : encodeURIComponent(taskId.toWellFormed());
  return task === '' || task.length > 255 ? address : `${address}?task=${task}`;
}

/**
 * The address unchanged if Discord takes it in an embed, else null: http(s), at most 2048 characters, a dotted host without
 * underscores (https://github.com/discordjs/discord.js/issues/7438) and no password. Because of one bad address Discord
 * refuses the whole message.
 */
export function embeddable(url: string): string | null {
  if (url.length > 2048 || !/^https?:\/\/[\x21-\x7e]+$/.test(url) || !URL.canParse(url)) return null;
  const { hostname, password, username } = new URL(url);
  return /^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(hostname) && `${username}${password}` === '' ? url : null;
}

/** A masked link. Brackets in the address, which would end it early, are encoded. */
export function maskedLink(text: string, url: string): string {
  const safe = url.replace(/[()<>[\]\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `[${text}](${safe})`;
}

/** Masked links, one a line, as many as fit into `room` UTF-16 units. `name` is what the n-th one, counted from 1, is called. */
export function linkLines(urls: readonly string[], name: (n: number) => string, room: number): string {
  let lines = '';
  for (const [index, url] of urls.entries()) {
    const line = maskedLink(name(index + 1), url);
    const next = lines === '' ? line : `${lines}\n${line}`;
    if (next.length <= room) lines = next;
  }
  return lines;
}
