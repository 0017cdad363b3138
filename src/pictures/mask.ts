import sharp from 'sharp';
import type { Media, MediaFetcher, MediaTrouble } from '../domain/ports.ts';
import type { Mask } from '../domain/request.ts';

/** How far a channel must move, of 255, for a pixel to count as painted: recompression alone moves it a little. */
const PAINTED = 48;

type Size = { readonly width: number; readonly height: number };

/**
 * A mask as PNG bytes of its picture's exact size: white is painted anew, black stays (relay-wide convention).
 * Throws nothing for what a foreign picture may hold.
 */
export async function drawMask(
  mask: Mask,
  { fetch }: Pick<MediaFetcher, 'fetch'>,
  signal: AbortSignal,
): Promise<Media | MediaTrouble> {
  const picture = await fetch(mask.pictureUrl, signal);
  if (typeof picture === 'string') return picture;
  if (!picture.size) return 'notMedia';
  if (mask.kind === 'cells') return toMedia(cellPixels(mask, picture.size), picture.size);
  const painted = await fetch(mask.paintedUrl, signal);
  if (typeof painted === 'string') return painted;
  return toMedia(await paintedPixels(picture, painted, picture.size), picture.size);
}

/** One byte per pixel. Edges lie where the grid's lines fall, rounded, so that neighbouring cells leave no seam. */
function cellPixels({ columns, rows, cells }: Extract<Mask, { kind: 'cells' }>, { width, height }: Size): Uint8Array {
  const pixels = new Uint8Array(width * height);
  for (const cell of cells) {
    const column = cell % columns;
    const row = Math.floor(cell / columns);
    const left = Math.round((column * width) / columns);
    const right = Math.round(((column + 1) * width) / columns);
    const bottom = Math.round(((row + 1) * height) / rows);
    for (let y = Math.round((row * height) / rows); y < bottom; y += 1) {
      pixels.fill(255, y * width + left, y * width + right);
    }
  }
  return pixels;
}

async function paintedPixels(picture: Media, painted: Media, size: Size): Promise<Uint8Array> {
  const [before, after] = await Promise.all([rgb(picture, size), rgb(painted, size)]);
  const pixels = new Uint8Array(size.width * size.height);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const at = pixel * 3;
    const moved = [0, 1, 2].some(
      (channel) => Math.abs(level(before, at + channel) - level(after, at + channel)) > PAINTED,
    );
    if (moved) pixels[pixel] = 255;
  }
  return pixels;
}

function level(pixels: Uint8Array, at: number): number {
  return pixels[at] ?? 0;
}

async function rgb({ data }: Media, { width, height }: Size): Promise<Uint8Array> {
  return sharp(data)
    .rotate()
    .resize(width, height, { fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}

async function toMedia(pixels: Uint8Array, size: Size): Promise<Media> {
  const png = await sharp(pixels, { raw: { ...size, channels: 1 } })
    .png()
    .toBuffer();
  return { data: new Uint8Array(png), mime: 'image/png', size };
}
