import sharp from 'sharp';
import type { Media, MediaTrouble } from '../domain/ports.ts';
import { kindOf } from './kind.ts';

/** Pictures with more pixels are not decoded: 100 megapixels are 400 MB of memory. */
export const MAX_PIXELS = 100_000_000;

/** Tells what the bytes are and, of a picture, its size as shown (EXIF rotation applied). Only reads its header. */
export async function measure(data: Uint8Array<ArrayBuffer>): Promise<Media | MediaTrouble> {
  const mime = kindOf(data);
  if (!mime) return 'notMedia';
  if (mime === 'video/mp4') return { data, mime, size: null };
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
