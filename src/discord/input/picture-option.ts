import type { Attachment } from 'discord.js';
import type { Catalogue } from '../../text/catalogue.ts';
import { escapeDetail } from '../render/escape.ts';

/** The address of a picture that a member gave, or the sentence that says why it cannot be used. */
export type GivenPicture = { readonly url: string } | { readonly refusal: string };

/** Larger files are refused before anything is submitted. Smaller ones may still be re-encoded for the relay. */
const MEGABYTES_MAX = 25;
/** In characters. */
const LINK_MAX = 2000;

type File = Pick<Attachment, 'contentType' | 'name' | 'size' | 'url'>;

/**
 * Whether a file is a picture that we can make one of that relays read, by Discord's word; by its name where Discord does not
 * know, and says so or that it is a file of bytes.
 */
export function isPicture({ contentType, name }: Pick<File, 'contentType' | 'name'>): boolean {
  const type = knownType(contentType);
  return type === null
    ? /\.(?:png|jpe?g|jpe|jfif|pjpeg|webp|gif|avif)$/i.test(name)
    : /^image\/(?:png|x-png|p?jpe?g|webp|gif|avif)\b/i.test(type);
}

/** Whether a file is a photo in a form that neither relays nor we can read. */
function isHeic({ contentType, name }: Pick<File, 'contentType' | 'name'>): boolean {
  const type = knownType(contentType);
  return type === null ? /\.hei[cf]s?$/i.test(name) : /^image\/hei[cf]\b/i.test(type);
}

/** The type of a file, null where Discord says no more than that it consists of bytes. */
function knownType(contentType: string | null): string | null {
  return /^application\/octet-stream\b/i.test(contentType ?? '') ? null : contentType;
}

export function attachedPicture(file: File, { media }: Catalogue): GivenPicture {
  const name = escapeDetail(file.name, 60);
  if (isHeic(file)) return { refusal: media.heicFile(name) };
  if (!isPicture(file)) return { refusal: media.notAPictureFile(name) };
  if (file.size > MEGABYTES_MAX * 2 ** 20) return { refusal: media.pictureTooLarge(name, MEGABYTES_MAX) };
  return { url: file.url };
}

/** Checks the address only; the picture behind it is checked when it is fetched. */
export function linkedPicture(link: string, { media }: Catalogue): GivenPicture {
  const url = link.trim().replace(/^<(.*)>$/, '$1');
  if (url.length > LINK_MAX || !/^https?:\/\/[^\s/]+/i.test(url) || !URL.canParse(url))
    return { refusal: media.badLink };
  if (/^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\//i.test(url)) return { refusal: media.messageLink };
  return { url };
}

/** A picture given as a file or as a link, null when the member gave neither. `both`: the refusal for giving both. */
export function givenPicture(
  file: File | null,
  link: string | null,
  both: string,
  words: Catalogue,
): GivenPicture | null {
  if (file && link) return { refusal: both };
  if (file) return attachedPicture(file, words);
  return link ? linkedPicture(link, words) : null;
}
