import { type Media, mediaOf } from '../domain/pictures/media.ts';
import { MAX_PIXELS } from './measure.ts';
import { loadSharp } from './sharp.ts';
import { wholeFile } from './whole-file.ts';

/** The longer side of a single picture, and the sides of one among several, in pixels. Discord shows half of that, sharply. */
const SINGLE = 320;
const CELL = 160;
const QUALITY = 80;

/**
 * One small picture of several, in rows that are as even as can be; of one, a small copy, whose longer side has `side` pixels at most. Films are left out. Null when nothing is
 * left. Throws what sharp throws for bytes that it cannot decode.
 */
export async function contactSheet(all: readonly Media[], side = SINGLE): Promise<Media | null> {
  const pictures = all.filter(({ mime }) => mime !== 'video/mp4');
  const sharp = await loadSharp();
  const small = async (
    { pieces }: Media,
    width: number,
    height: number,
    fit: 'inside' | 'cover',
    format: 'png' | 'webp',
  ) =>
    sharp(await wholeFile(pieces), { autoOrient: true, limitInputPixels: MAX_PIXELS })
      .resize({ width, height, fit, withoutEnlargement: fit === 'inside' })
      .toFormat(format, format === 'webp' ? { quality: QUALITY } : {})
      .toBuffer({ resolveWithObject: true });
  const [first, ...others] = pictures;
  if (!first) return null;
  if (others.length === 0) {
    const { data, info } = await small(first, side, side, 'inside', 'webp');
    return mediaOf([data], 'image/webp', { width: info.width, height: info.height });
  }
  const rows = Math.ceil(pictures.length / 3);
  const columns = Math.ceil(pictures.length / rows);
  const cells = pictures.map(async (picture, index) => ({
    input: (await small(picture, CELL, CELL, 'cover', 'png')).data,
    left: (index % columns) * CELL,
    top: Math.floor(index / columns) * CELL,
  }));
  const size = { width: columns * CELL, height: rows * CELL };
  const sheet = sharp({ create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
  const data = await sheet
    .composite(await Promise.all(cells))
    .webp({ quality: QUALITY })
    .toBuffer();
  return mediaOf([data], 'image/webp', size);
}
