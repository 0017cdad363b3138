import type { Place } from '../../domain/job/job.ts';

/** The address of a message, as Discord's "Copy Message Link" gives it. */
export function messageLink({ guildId, channelId, messageId }: Place): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${messageId}`;
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
