import sharp from 'sharp';
import { chance } from '../seeds.ts';
import type { Bitmap } from './draw.ts';

export type Format = 'png' | 'webp';

/** Encodes a bitmap with a little film grain, so that files are as hard to compress as photographs are. */
export async function print(bitmap: Bitmap, format: Format): Promise<Buffer> {
  const image = sharp(grained(bitmap), { raw: { width: bitmap.width, height: bitmap.height, channels: 3 } });
  return format === 'png'
    ? image.png({ compressionLevel: 3 }).toBuffer()
    : image.webp({ quality: 86, effort: 1 }).toBuffer();
}

const TILE = 61;
const grain = Int8Array.from({ length: TILE * TILE }, (_, n) => Math.round((chance(7, `${n}`) - 0.5) * 8));

function grained({ data, width }: Bitmap): Uint8ClampedArray {
  const out = new Uint8ClampedArray(data.length);
  for (let n = 0; n < out.length; n++) {
    const pixel = (n / 3) | 0;
    const row = (pixel / width) | 0;
    out[n] = (data[n] ?? 0) + (grain[(row % TILE) * TILE + ((pixel - row * width) % TILE)] ?? 0);
  }
  return out;
}
