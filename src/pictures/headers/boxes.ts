import type { Header } from './header.ts';

/** The front of a box: its length and its type, and the length again where that needs more room. */
const [FRONT, LONG_FRONT] = [8, 16];
/** More boxes than this are not walked through. */
const BOXES_MAX = 100_000;

/**
 * Films are rows of boxes, each of which says how long it is, or that it is the last
 * (https://mpeggroup.github.io/FileFormatConformance/). Their sizes stand deep within.
 */
export function readFilm(data: Buffer): Header | null {
  const types = typesIn(data);
  return types && { size: null, isWhole: types.isWhole };
}

/** AVIF pictures are rows of boxes as well, with the picture itself in the last. */
export function readAvif(data: Buffer): Header | null {
  const types = typesIn(data);
  return types && { size: null, isWhole: types.isWhole && types.seen.has('mdat') };
}

/** The types of boxes, and whether the last is whole; null for boxes that make no sense. */
function typesIn(data: Buffer): { readonly seen: ReadonlySet<string>; readonly isWhole: boolean } | null {
  const seen = new Set<string>();
  let at = 0;
  for (let count = 0; at + FRONT <= data.length; count += 1) {
    const short = data.readUInt32BE(at);
    seen.add(data.toString('latin1', at + 4, at + FRONT));
    if (short === 0) break;
    if (short === 1 && at + LONG_FRONT > data.length) return { seen, isWhole: false };
    const length = short === 1 ? Number(data.readBigUInt64BE(at + FRONT)) : short;
    if (length < FRONT || count > BOXES_MAX) return null;
    at += length;
  }
  return { seen, isWhole: at <= data.length };
}
