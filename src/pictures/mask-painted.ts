import type { Media } from '../domain/pictures/media.ts';
import type { Size } from '../domain/pictures/region.ts';
import { MAX_PIXELS } from './measure.ts';
import { loadSharp } from './sharp.ts';
import { wholeFile } from './whole-file.ts';

/** A pixel counts as painted when a channel differs by more than this, of 255. Recompression changes it less. */
const MOVED = 48;
/** A pixel that is less opaque than this, of 255, was erased, which counts as painted. */
const OPAQUE = 128;
/** Pictures are compared at this length of their longer side, in pixels, or less: nobody paints finer strokes. */
const COMPARED = 1024;
/** Smaller spots than this part of all pixels do not count: recompression makes them. */
const SPOT = 1 / 20_000;
/**
 * What is thinner than so many pixels of the original does not count either, wherever it hangs: a copy that was saved as JPEG
 * differs along the picture's fine lines.
 */
const STROKE = 3;
/** Two copies of a picture differ in shape by no more than this (the logarithm of the ratio of their aspect ratios). */
const SHAPE = 0.03;
/** When more than this part of a copy is painted over, it is a copy of another picture. */
const ALL = 0.97;

/**
 * Finds where a member painted over a copy of a picture: one byte per pixel of `size`, 255 where the two differ. The
 * copy may have been scaled or compressed again.
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
  const longest = picture.size ? Math.max(picture.size.width, picture.size.height) : COMPARED;
  const thinnest = Math.max(2, Math.round((STROKE * Math.max(small.width, small.height)) / longest));
  removeLines(pixels, small, thinnest);
  // Where two fine lines cross, a copy may differ in a spot of twice their width.
  removeSpots(pixels, small, Math.max((2 * thinnest) ** 2, small.width * small.height * SPOT));
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

async function rgba({ pieces }: Media, { width, height }: Size): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(await wholeFile(pieces), { autoOrient: true, limitInputPixels: MAX_PIXELS })
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

/** Removes all white that lies in no white square of `side` by `side` pixels, in place. */
function removeLines(pixels: Uint8Array, { width }: Size, side: number): void {
  // For each pixel the side of the largest white square whose right lower corner it is, 255 at most.
  const squares = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] !== 255) continue;
    const isEdge = at % width === 0 || at < width;
    const least = isEdge ? 0 : Math.min(squares[at - 1] ?? 0, squares[at - width] ?? 0, squares[at - width - 1] ?? 0);
    squares[at] = Math.min(255, least + 1);
  }
  // From each corner of a square that is large enough, what belongs to it lies to the left and above.
  const reach = new Uint8Array(pixels.length);
  for (let at = pixels.length - 1; at >= 0; at -= 1) {
    const isLast = at % width === width - 1;
    const below = reach[at + width] ?? 0;
    const beside = isLast ? 0 : Math.max(reach[at + 1] ?? 0, reach[at + width + 1] ?? 0);
    reach[at] = (squares[at] ?? 0) >= side ? side : Math.max(0, Math.max(below, beside) - 1);
    if (reach[at] === 0) pixels[at] = 0;
  }
}

/**
 * Removes white spots of fewer than `smallest` pixels and fills black holes of fewer pixels, in place. Black that
 * touches the border of the picture is no hole.
 */
function removeSpots(pixels: Uint8Array, size: Size, smallest: number): void {
  recolour(pixels, size, { from: 255, to: 0, smallest, atBorder: true });
  recolour(pixels, size, { from: 0, to: 255, smallest, atBorder: false });
}

type Recolour = {
  readonly from: number;
  readonly to: number;
  readonly smallest: number;
  /** Whether areas that touch the border are recoloured too. */
  readonly atBorder: boolean;
};

/** Gives connected areas of colour `from` the colour `to` when they have fewer than `smallest` pixels. */
function recolour(pixels: Uint8Array, { width, height }: Size, { from, to, smallest, atBorder }: Recolour): void {
  const seen = new Uint8Array(pixels.length);
  const queue = new Int32Array(pixels.length);
  let count = 0;
  const visit = (pixel: number) => {
    if (seen[pixel] === 1 || pixels[pixel] !== from) return;
    seen[pixel] = 1;
    queue[count] = pixel;
    count += 1;
  };
  for (let start = 0; start < pixels.length; start += 1) {
    count = 0;
    visit(start);
    let next = 0;
    let touchesBorder = false;
    while (next < count) {
      const pixel = queue[next] ?? 0;
      next += 1;
      const column = pixel % width;
      const row = (pixel - column) / width;
      touchesBorder ||= column === 0 || row === 0 || column === width - 1 || row === height - 1;
      if (column > 0) visit(pixel - 1);
      if (column < width - 1) visit(pixel + 1);
      if (row > 0) visit(pixel - width);
      if (row < height - 1) visit(pixel + width);
    }
    if (count < smallest && (atBorder || !touchesBorder))
      for (let at = 0; at < count; at += 1) pixels[queue[at] ?? 0] = to;
  }
}
