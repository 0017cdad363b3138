import sharp from 'sharp';
import { type Bitmap, draw } from './draw.ts';
import { extend, type Picture, sceneOf } from './picture.ts';
import { type Format, print } from './print.ts';

/** Pixels of a whole picture whose area is that of a square with this side; both sides are even. */
export function pixelsOf(picture: Picture, side: number): { width: number; height: number } {
  const { width, height } = sceneOf(picture).view;
  const stretch = Math.sqrt(width / height);
  const even = (n: number) => Math.max(2, Math.round(n / 2) * 2);
  return { width: even(side * stretch), height: even(side / stretch) };
}

/** Pictures whose side has at most this many pixels are swatches: whatever is drawn in them, nobody could see it. */
const SMALL = 64;
export const isPlain = (side: number): boolean => side <= SMALL;

/** Four pictures in two rows, or the one there is. */
async function sheet(pictures: readonly Picture[], side: number): Promise<Bitmap> {
  const [first, ...others] = pictures;
  if (!first) throw new Error('a sheet needs a picture');
  const { width, height } = pixelsOf(first, side);
  const plain = isPlain(side);
  if (others.length === 0) return draw(first, width, height, plain);
  const [half, low] = [width / 2, height / 2];
  const quarters = await Promise.all(pictures.slice(0, 4).map((picture) => draw(picture, half, low, plain)));
  const data = Buffer.alloc(width * height * 3);
  for (const [n, quarter] of quarters.entries()) {
    for (let row = 0; row < low; row++) {
      const line = quarter.data.subarray(row * half * 3, (row + 1) * half * 3);
      data.set(line, ((Math.floor(n / 2) * low + row) * width + (n % 2) * half) * 3);
    }
  }
  return { data, width, height };
}

export async function printSheet(pictures: readonly Picture[], side: number, format: Format): Promise<Buffer> {
  return print(await sheet(pictures, side), format);
}

/** The blurred first look at a task that is still running, sharper the further it is. */
export async function printPreview(pictures: readonly Picture[], percent: number, side: number): Promise<Buffer> {
  const { data, width, height } = await sheet(pictures, side);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .blur(Math.max(0.4, (100 - percent) / 9))
    .webp({ quality: 60, effort: 0 })
    .toBuffer();
}

/** A short moving picture: an animated webp that drifts over the scene. */
export async function printClip(picture: Picture, side: number, frames = 6): Promise<Buffer> {
  const { width, height } = pixelsOf(picture, side);
  const still = sceneOf(picture);
  const drawn = await Promise.all(
    Array.from({ length: frames }, (_, n) => {
      const { x } = extend(still.view, 'left', (n - frames / 2) * 0.03);
      const moved = { ...still, view: { ...still.view, x } };
      return draw({ kind: 'scene', scene: moved }, width, height, isPlain(side));
    }),
  );
  const pages = await Promise.all(drawn.map((bitmap) => print(bitmap, 'png')));
  return sharp(pages, { join: { animated: true } })
    .webp({ delay: drawn.map(() => 120), loop: 0, effort: 0, quality: 70 })
    .toBuffer();
}
