import { visible } from './visible.ts';

/** What a mention names, as whoever reads a picture's prompt would say it; null when it is not known. */
export type Names = (kind: 'member' | 'role' | 'channel', id: string) => string | null;

export const noNames: Names = () => null;

/** The text without marks of Discord's, or the first mention in it that has no known name. */
export type Spoken = { readonly text: string } | { readonly unnamed: string };

/**
 * What Discord sends for a mention, a server's own emoji, a command or a time: `<@1>`, `<:fox:1>`, `</imagine:1>`, `<t:1:R>`
 * (https://docs.discord.com/developers/reference#message-formatting). Midjourney would draw the number.
 */
const MARK = /<(?:(@[!&]?|#)(\d{1,21})|a?:(\w{1,32}):\d{1,21}|\/([^<>:]{1,100}):\d{1,21}|t:-?\d{1,15}(?::\w)?)>/g;

/** Puts the names of people, roles, channels, emoji and commands where Discord has put their numbers. Times go. */
export function spoken(text: string, names: Names): Spoken {
  let unnamed: string | null = null;
  const said = text.replace(MARK, (mark: string, sign?: string, id?: string, emoji?: string, command?: string) => {
    if (sign === undefined || id === undefined) return emoji?.replaceAll('_', ' ') ?? command ?? '';
    const name = names(sign === '#' ? 'channel' : sign === '@&' ? 'role' : 'member', id);
    if (name === null) unnamed ??= mark;
    return plainName(name ?? '');
  });
  return unnamed === null ? { text: said.trim() } : { unnamed };
}

/** A name is whatever its owner likes: it brings no choices, flags or weights into somebody else's prompt. */
function plainName(name: string): string {
  return visible(name)
    .slice(0, 64)
    .toWellFormed()
    .replace(/[{}\\<>"“”:]|(?<!\p{L})\p{Pd}+|\p{Pd}{2,}/gu, ' ')
    .trim();
}
