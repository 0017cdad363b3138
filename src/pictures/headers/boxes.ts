import type { FileParts } from '../file-parts.ts';
import type { Header } from './header.ts';

/** The front of a box: its length and its type, and the length again where that needs more room. */
const [FRONT, LONG_FRONT] = [8, 16];
/** More boxes than this are not walked through. */
const BOXES_MAX = 100_000;

/**
 * Films are rows of boxes, each of which says how long it is, or that it is the last
 * (https://mpeggroup.github.io/FileFormatConformance/). Their sizes stand deep within.
 */
export function readFilm(file: FileParts): Header | null {
  const types = typesIn(file);
  return types && { size: null, isWhole: types.isWhole };
}

/** AVIF pictures are rows of boxes as well, with the picture itself in the last. */
export function readAvif(file: FileParts): Header | null {
  const types = typesIn(file);
  return types && { size: null, isWhole: types.isWhole && types.seen.has('mdat') };
}

/** The types of boxes, and whether the last is whole; null for boxes that make no sense. */
function typesIn(file: FileParts): { readonly seen: ReadonlySet<string>; readonly isWhole: boolean } | null {
  const seen = new Set<string>();
  let at = 0;
  for (let count = 0; at + FRONT <= file.length; count += 1) {
    const front = file.part(at, at + LONG_FRONT);
    const short = front.readUInt32BE(0);
    seen.add(front.toString('latin1', 4, FRONT));
    if (short === 0) break;
    if (short === 1 && front.length < LONG_FRONT) return { seen, isWhole: false };
    const length = short === 1 ? Number(front.readBigUInt64BE(FRONT)) : short;
    if (length < FRONT || count > BOXES_MAX) return null;
    at += length;
  }
  return { seen, isWhole: at <= file.length };
}
