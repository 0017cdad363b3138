import type { Size } from '../domain/pictures/region.ts';
import type { Media } from '../domain/ports.ts';
import { MAX_PIXELS } from './measure.ts';
import { loadSharp } from './sharp.ts';

/** How far a channel must move, of 255, for a pixel to count as painted: recompression alone moves it less. */
const MOVED = 48;
/** Less opaque than this is rubbed out, which is as good as painted. */
const OPAQUE = 128;
/** Pictures are compared with at most so many pixels a side: finer strokes than that nobody paints. */
const COMPARED = 1024;
/** The smallest spot that counts, as a part of all pixels: below it is what recompression leaves behind. */
const SPOT = 1 / 20_000;
/** Two copies of one picture have nearly the same shape, and something left in common. */
const SHAPE = 0.03;
const ALL = 0.97;

/**
 * Where a member painted over their copy of a picture: one byte per pixel of `size`, 255 where the two differ. Copies
 * may be scaled or compressed again on their way.
 */
export async function paintedPixels(
  picture: Media,
  painted: Media,
  size: Size,
): Promise<Uint8Array<ArrayBuffer> | 'empty' | 'otherPicture' | 'notMedia'> {
  if (!painted.size) return 'notMedia';
  const shape = (size.width * painted.size.height) / (size.height * painted.size.width);
  if (Math.abs(Math.log(shape)) > SHAPE) return 'otherPicture';
  const scale = Math.min(1, COMPARED / Math.max(size.width, size.height));
  const small = { width: side(size.width * scale), height: side(size.height * scale) };
  const pair = await read([picture, painted], small);
  if (!pair) return 'notMedia';
  const pixels = differences(...pair);
  removeSpots(pixels, small, Math.max(4, small.width * small.height * SPOT));
  const share = pixels.reduce((sum, value) => sum + value, 0) / 255 / pixels.length;
  if (share === 0) return 'empty';
  if (share > ALL) return 'otherPicture';
  return enlarge(pixels, small, size);
}

function side(pixels: number): number {
  return Math.max(1, Math.round(pixels));
}

async function read([one, other]: readonly [Media, Media], size: Size): Promise<[Uint8Array, Uint8Array] | null> {
  try {
    return await Promise.all([rgba(one, size), rgba(other, size)]);
  } catch {
    return null;
  }
}

async function rgba({ data }: Media, { width, height }: Size): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(data, { autoOrient: true, limitInputPixels: MAX_PIXELS })
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer();
}

function differences(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(before.length / 4);
  const level = (from: Uint8Array, at: number) => from[at] ?? 0;
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const at = pixel * 4;
    const rubbedOut = level(after, at + 3) < OPAQUE && level(before, at + 3) >= OPAQUE;
    const moved =
      rubbedOut ||
      Math.abs(level(before, at) - level(after, at)) > MOVED ||
      Math.abs(level(before, at + 1) - level(after, at + 1)) > MOVED ||
      Math.abs(level(before, at + 2) - level(after, at + 2)) > MOVED;
    if (moved) pixels[pixel] = 255;
  }
  return pixels;
}

async function enlarge(pixels: Uint8Array<ArrayBuffer>, from: Size, to: Size): Promise<Uint8Array<ArrayBuffer>> {
  if (from.width === to.width && from.height === to.height) return pixels;
  const sharp = await loadSharp();
  const enlarged = await sharp(pixels, { raw: { ...from, channels: 1 } })
    .resize(to.width, to.height, { fit: 'fill', kernel: 'nearest' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return new Uint8Array(enlarged);
}

/**
 * Takes out white spots smaller than `smallest` pixels and fills black holes as small as that, in place. A hole that
 * touches the border is a bay, not a hole.
 */
function removeSpots(pixels: Uint8Array, size: Size, smallest: number): void {
  recolour(pixels, size, { from: 255, to: 0, smallest, bays: true });
  recolour(pixels, size, { from: 0, to: 255, smallest, bays: false });
}

type Recolour = { readonly from: number; readonly to: number; readonly smallest: number; readonly bays: boolean };

function recolour(pixels: Uint8Array, { width, height }: Size, { from, to, smallest, bays }: Recolour): void {
  const seen = new Uint8Array(pixels.length);
  const line = new Int32Array(pixels.length);
  for (let start = 0; start < pixels.length; start += 1) {
    if (seen[start] === 1 || pixels[start] !== from) continue;
    let [count, next, open] = [1, 0, false];
    const visit = (pixel: number) => {
      if (seen[pixel] === 1 || pixels[pixel] !== from) return;
      seen[pixel] = 1;
      line[count] = pixel;
      count += 1;
    };
    seen[start] = 1;
    line[0] = start;
    while (next < count) {
      const pixel = line[next] ?? 0;
      next += 1;
      const column = pixel % width;
      const row = (pixel - column) / width;
      open ||= column === 0 || row === 0 || column === width - 1 || row === height - 1;
      if (column > 0) visit(pixel - 1);
      if (column < width - 1) visit(pixel + 1);
      if (row > 0) visit(pixel - width);
      if (row < height - 1) visit(pixel + width);
    }
    if (count < smallest && (bays || !open)) for (let at = 0; at < count; at += 1) pixels[line[at] ?? 0] = to;
  }
}
