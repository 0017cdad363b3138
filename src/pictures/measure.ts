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
    return width * height > MAX_PIXELS ? 'tooLarge' : { data, mime, size: { width, height } };
  } catch {
    return 'notMedia';
  }
}
