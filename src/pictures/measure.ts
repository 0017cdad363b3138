import type { Media, MediaTrouble } from '../domain/ports.ts';
import { loadSharp } from './sharp.ts';

/** Pictures with more pixels are not decoded: 100 megapixels are 400 MB of memory. */
export const MAX_PIXELS = 100_000_000;

/** Tells what the bytes are and, of a picture, its size as shown (EXIF rotation applied). Only reads its header. */
export async function measure(data: Uint8Array<ArrayBuffer>): Promise<Media | MediaTrouble> {
  const mime = kindOf(data);
  if (!mime) return 'notMedia';
  if (mime === 'video/mp4') return { data, mime, size: null };
  const sharp = await loadSharp();
  try {
    // The limit is ours to check: sharp's own would make a bomb look like a damaged file.
    const { format, autoOrient } = await sharp(data, { limitInputPixels: false }).metadata();
    if (`image/${format}` !== mime) return 'notMedia';
    const { width, height } = autoOrient;
    if (width * height > MAX_PIXELS) return 'tooLarge';
    return isCutOff(data, mime) ? 'notMedia' : { data, mime, size: { width, height } };
  } catch {
    return 'notMedia';
  }
}

/** How files end of the kinds whose header alone is readable without the rest. */
const ends: Readonly<Partial<Record<Media['mime'], Buffer>>> = {
  'image/png': Buffer.from('IEND'),
  'image/jpeg': Buffer.from([0xff, 0xd9]),
};

/** Whether the end was lost on the way, which shows as grey or nothing where the picture should be. */
function isCutOff(data: Uint8Array<ArrayBuffer>, mime: Media['mime']): boolean {
  const end = ends[mime];
  return end !== undefined && Buffer.from(data.buffer, data.byteOffset, data.byteLength).lastIndexOf(end) < 0;
}

/** Bytes that `kindOf` wants to see, if the file has as many. */
export const KIND_BYTES = 12;

/** What a file is, told from its first bytes; undefined when it is none of the kinds we show. */
export function kindOf(data: Uint8Array): Media['mime'] | undefined {
  const head = Buffer.from(data.subarray(0, KIND_BYTES)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^RIFF.{4}WEBP/s.test(head)) return 'image/webp';
  if (/^GIF8[79]a/.test(head)) return 'image/gif';
  return films.test(head) ? 'video/mp4' : undefined;
}

/** AVIF, HEIC, M4A and QuickTime have the same box with other brands: https://mp4ra.org/registered-types/brands */
const films = /^.{4}ftyp(?:iso.|mp4\d|avc\d|hvc1|dash|M4V.|MSNV|mmp4|f4v |3gp.)/s;

/** The file as text, as relays want pictures: `data:image/png;base64,...`. A third longer than its bytes. */
export function toDataUrl({ mime, data }: Media): string {
  return `data:${mime};base64,${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`;
}
