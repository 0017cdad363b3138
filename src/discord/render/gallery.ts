import type { APIEmbed } from 'discord.js';
import type { BodyAttachment } from './body.ts';
import { embeddable } from './link.ts';

/**
 * A picture or film of a result: a file that the caller uploads with the message, or only the relay's address, `url`, which
 * Discord shows (`link`), or which members must open (`named`). An empty `url` appears nowhere.
 */
export type ShownMedia =
  | { readonly kind: 'file'; readonly name: string; readonly url: string; readonly film: boolean }
  | { readonly kind: 'link' | 'named'; readonly url: string; readonly film: boolean };

/** Discord's limits for one message: https://docs.discord.com/developers/resources/message#create-message */
const EMBEDS_MAX = 10;
const FILES_MAX = 10;
/** Embeds with one `url` are drawn as one gallery of at most four. */
const GALLERY = 4;

export type Gallery = {
  /** At least one, to which the caller adds the text; those after it carry a picture only. */
  readonly embeds: readonly APIEmbed[];
  readonly attachments: readonly BodyAttachment[];
  /** Addresses of films, which Discord plays from the content. */
  readonly films: readonly string[];
  /** Addresses that Discord is not to show by itself. */
  readonly named: readonly string[];
  /** Pictures for which there was no room. */
  readonly rest: readonly string[];
  readonly empty: boolean;
};

/**
 * Lays pictures and films out. `alt` is their alt text, told of each and how many there are; `files` how many files fit. `own`
 * is the embeds' address: the relay's is nobody's business there, and dies within a day.
 */
export function layGallery(
  media: readonly ShownMedia[],
  alt: (n: number, of: number) => string,
  own: string,
  files = FILES_MAX,
): Gallery {
  const attachments = new Map<string, BodyAttachment>();
  const pictures: { source: string; alt: string }[] = [];
  const films: string[] = [];
  const named: string[] = [];
  const rest: string[] = [];
  let filmFiles = 0;
  for (const [index, shown] of media.entries()) {
    const description = alt(index + 1, media.length);
    const url = embeddable(shown.url);
    const attached = shown.kind === 'file' && isUploadable(shown.name, attachments) && attachments.size < files;
    const room = shown.film || pictures.length < EMBEDS_MAX;
    if (attached && room) {
      attachments.set(shown.name, { id: String(attachments.size), filename: shown.name, description });
      if (shown.film) filmFiles += 1;
      else pictures.push({ source: `attachment://${shown.name}`, alt: description });
    } else if (url !== null) {
      if (shown.kind === 'named') named.push(url);
      else if (shown.film) films.push(url);
      else if (room) pictures.push({ source: url, alt: description });
      else rest.push(url);
    }
  }
  return {
    embeds: toEmbeds(pictures, own),
    attachments: [...attachments.values()],
    films,
    named,
    rest,
    empty: pictures.length + films.length + filmFiles === 0,
  };
}

/** Whether Discord keeps the name as it is, so that `attachment://` finds the file. */
function isUploadable(name: string, taken: ReadonlyMap<string, unknown>): boolean {
  return /^[\w-][\w.-]{0,99}$/.test(name) && !taken.has(name);
}

/** Each gallery has an address that no other one has: Discord would draw two of one address as one and lose pictures. */
function toEmbeds(pictures: readonly { source: string; alt: string }[], own: string): readonly APIEmbed[] {
  const embeds = pictures.map(({ source, alt }, index): APIEmbed => {
    const gallery = Math.floor(index / GALLERY) + 1;
    return { url: gallery === 1 ? own : `${own}#${gallery}`, image: { url: source, description: alt } };
  });
  return embeds.length === 0 ? [{ url: own }] : embeds;
}
