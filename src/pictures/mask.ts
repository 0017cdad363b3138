import type { Mask } from '../domain/job/request.ts';
import { type MaskTrouble, type Media, type MediaFetcher, mediaOf } from '../domain/pictures/media.ts';
import { cellBox, type Grid, type Size } from '../domain/pictures/region.ts';
import { paintedPixels } from './mask-painted.ts';
import { loadSharp } from './sharp.ts';

/** Pictures with more pixels get no mask. Those of Midjourney have 17 megapixels at most. */
export const MASK_PIXELS = 36_000_000;

/**
 * Draws a mask as a PNG of exactly its picture's size. As all relays want it, white is painted anew and black stays. It
 * does not throw for anything that a picture may hold.
 */
export async function drawMask(
  mask: Mask,
  { fetch }: Pick<MediaFetcher, 'fetch'>,
  signal: AbortSignal,
): Promise<Media | MaskTrouble> {
  const picture = await fetch(mask.pictureUrl, signal);
  if (typeof picture === 'string') return picture;
  const size = sizeOf(picture);
  if (typeof size === 'string') return size;
  if (mask.kind === 'cells') return toPng(cellPixels(mask.cells, mask, size), size);
  const painted = await fetch(mask.paintedUrl, signal);
  if (typeof painted === 'string') return painted;
  const pixels = await paintedPixels(picture, painted, size);
  return typeof pixels === 'string' ? pixels : toPng(pixels, size);
}

/** The size of a picture, or why no mask can be made for it. */
export function sizeOf({ size }: Media): Size | MaskTrouble {
  if (!size) return 'notMedia';
  return size.width * size.height > MASK_PIXELS ? 'tooLarge' : size;
}

/** The chosen cells as pixels: one byte per pixel, 255 in a chosen cell. Cells outside the grid are ignored. */
export function cellPixels(cells: readonly number[], grid: Grid, size: Size): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(size.width * size.height);
  for (const cell of cells) {
    if (cell >= grid.columns * grid.rows) continue;
    const { left, top, right, bottom } = cellBox(cell, grid, size);
    for (let y = top; y < bottom; y += 1) pixels.fill(255, y * size.width + left, y * size.width + right);
  }
  return pixels;
}

async function toPng(pixels: Uint8Array, size: Size): Promise<Media | 'empty'> {
  if (!pixels.includes(255)) return 'empty';
  const sharp = await loadSharp();
  const png = await sharp(pixels, { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return mediaOf([png], 'image/png', size);
}
