import type { Media, MediaTrouble } from '../domain/pictures/media.ts';
import { loadSharp } from './sharp.ts';

/** Pictures with more pixels than this are not decoded: 100 megapixels take 400 MB of memory. */
export const MAX_PIXELS = 100_000_000;

/**
 * Tells what kind of file the bytes are and how large the picture is when shown, after its EXIF rotation. Decodes only
 * its header.
 */
export async function measure(data: Uint8Array<ArrayBuffer>): Promise<Media | MediaTrouble> {
  const mime = kindOf(data);
  if (!mime) return 'notMedia';
  if (mime === 'heic') return mime;
  if (mime === 'video/mp4') return { data, mime, size: null };
  const sharp = await loadSharp();
  try {
    // We check the limit ourselves: with sharp's own, a decompression bomb could not be told from a damaged file.
    const { format, compression, autoOrient } = await sharp(data, { limitInputPixels: false }).metadata();
    // AVIF and HEIC are two forms of HEIF.
    if (format === 'heif' && compression !== 'av1') return 'heic';
    if (`image/${format === 'heif' ? 'avif' : format}` !== mime) return 'notMedia';
    const { width, height } = autoOrient;
    if (width * height > MAX_PIXELS) return 'tooLarge';
    return isCutOff(data, mime) ? 'notMedia' : { data, mime, size: { width, height } };
  } catch {
    return 'notMedia';
  }
}

/** What files end with whose header can be read although the rest is missing. */
const ends: Readonly<Partial<Record<Media['mime'], Buffer>>> = {
  'image/png': Buffer.from('IEND'),
  'image/jpeg': Buffer.from([0xff, 0xd9]),
};

/** Whether the end of the file is missing. Such a picture is partly grey or not shown at all. */
function isCutOff(data: Uint8Array<ArrayBuffer>, mime: Media['mime']): boolean {
  const end = ends[mime];
  return end !== undefined && Buffer.from(data.buffer, data.byteOffset, data.byteLength).lastIndexOf(end) < 0;
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
  return `data:${mime};base64,${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`;
}
