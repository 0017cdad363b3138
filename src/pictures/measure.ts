import { type Media, type MediaTrouble, mediaOf } from '../domain/pictures/media.ts';
import type { Size } from '../domain/pictures/region.ts';
import { partsOf } from './file-parts.ts';
import { readAvif, readFilm } from './headers/boxes.ts';
import { readGif } from './headers/gif.ts';
import type { ReadHeader } from './headers/header.ts';
import { readJpeg } from './headers/jpeg.ts';
import { readPng } from './headers/png.ts';
import { readWebp } from './headers/webp.ts';
import { loadSharp } from './sharp.ts';
import { wholeFile } from './whole-file.ts';

/** Pictures with more pixels than this are not decoded: 100 megapixels take 400 MB of memory. */
export const MAX_PIXELS = 100_000_000;

/** The readers of what begins each kind of file. */
const readers: Readonly<Record<Media['mime'], ReadHeader>> = {
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/webp': readWebp,
  'image/gif': readGif,
  'image/avif': readAvif,
  'video/mp4': readFilm,
};

/**
 * Tells what kind of file the pieces are and how large the picture is when shown, after its EXIF rotation. Nothing is decoded, and
 * sharp is asked only for what the header does not tell plainly. A file whose end is missing is 'notMedia'.
 */
export async function measure(pieces: readonly Uint8Array[]): Promise<Media | MediaTrouble> {
  const file = partsOf(pieces);
  const mime = kindOf(file.part(0, KIND_BYTES));
  if (!mime) return 'notMedia';
  if (mime === 'heic') return mime;
  const header = readers[mime](file);
  if (header && !header.isWhole) return 'notMedia';
  if (mime === 'video/mp4') return mediaOf(pieces, mime, null);
  if (header?.size) return bounded(pieces, mime, header.size);
  const data = await wholeFile(pieces);
  const size = await sizeBySharp(data, mime);
  // It is not kept twice.
  return typeof size === 'string' ? size : bounded([data], mime, size);
}

function bounded(pieces: readonly Uint8Array[], mime: Media['mime'], size: Size): Media | MediaTrouble {
  return size.width * size.height > MAX_PIXELS ? 'tooLarge' : mediaOf(pieces, mime, size);
}

async function sizeBySharp(data: Uint8Array, mime: Media['mime']): Promise<Size | MediaTrouble> {
  const sharp = await loadSharp();
  try {
    // We check the limit ourselves: with sharp's own, a decompression bomb could not be told from a damaged file.
    const { format, compression, autoOrient } = await sharp(data, { limitInputPixels: false }).metadata();
    // AVIF and HEIC are two forms of HEIF.
    if (format === 'heif' && compression !== 'av1') return 'heic';
    const { width, height } = autoOrient;
    return `image/${format === 'heif' ? 'avif' : format}` === mime ? { width, height } : 'notMedia';
  } catch {
    return 'notMedia';
  }
}

/** `kindOf` looks at so many bytes, or at fewer when the file has no more. */
export const KIND_BYTES = 12;

/** The kind of a file by its first bytes, undefined when it is none that we know. A HEIC photo is known, and not read. */
export function kindOf(data: Uint8Array): Media['mime'] | 'heic' | undefined {
  const head = Buffer.from(data.subarray(0, KIND_BYTES)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^RIFF.{4}WEBP/s.test(head)) return 'image/webp';
  if (/^GIF8[79]a/.test(head)) return 'image/gif';
  if (/^.{4}ftyp(?:avi[fs]|mif1|msf1)/s.test(head)) return 'image/avif';
  if (/^.{4}ftyp(?:hei[cxms]|hev[cxms])/s.test(head)) return 'heic';
  return films.test(head) ? 'video/mp4' : undefined;
}

/**
 * The brands of films. Photos, M4A and QuickTime begin with the same box and other brands:
 * https://mp4ra.org/registered-types/brands
 */
const films = /^.{4}ftyp(?:iso.|mp4\d|avc\d|hvc1|dash|M4V.|MSNV|mmp4|f4v |3gp.)/s;

/** The file as the text that relays want, `data:image/png;base64,...`. It is a third longer than the file. */
export function toDataUrl({ mime, data }: Media): string {
  return `data:${mime};base64,${Buffer.from(data.buffer).toString('base64')}`;
}
