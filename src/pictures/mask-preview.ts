import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { MaskPreview, MaskPreviews, MaskTrouble, Media, MediaFetcher } from '../domain/pictures/media.ts';
import { gridFor, type RegionChoice, type Size } from '../domain/pictures/region.ts';
import { cellPixels, sizeOf } from './mask.ts';
import { gridSvg, tint } from './mask-overlay.ts';
import { paintedPixels } from './mask-painted.ts';
import { MAX_PIXELS } from './measure.ts';
import { loadSharp } from './sharp.ts';
import { wholeFile } from './whole-file.ts';

/**
 * The longer side of a preview, in pixels: large enough to choose cells, small enough to upload fast. The shorter one is
 * `short` at least, for the names of the cells.
 */
const SIDE = { least: 640, most: 1024, short: 300 };
/** The longer side of a preview with a short side of at least `SIDE.short`: Midjourney makes no picture longer than 14:1. */
const LONGEST = 15 * SIDE.short;
/** How many pictures are kept for the next choice of the same member, and how large one may be, in bytes. */
const KEPT = { count: 6, bytes: 8 * 1024 * 1024 };

/** Draws the picture in which a member chooses the region for Vary (Region). */
export function createMaskPreviews(media: Pick<MediaFetcher, 'fetch'>): MaskPreviews {
  const kept = new LRUCache<string, Media>({ max: KEPT.count });
  const limited = pLimit(2);

  async function fetch(url: string, signal: AbortSignal): Promise<Media | MaskTrouble> {
    const found = kept.get(url) ?? (await media.fetch(url, signal));
    if (typeof found !== 'string' && found.byteLength <= KEPT.bytes) kept.set(url, found);
    return found;
  }

  async function firstFound(urls: readonly string[], signal: AbortSignal) {
    let trouble: MaskTrouble = 'missing';
    for (const url of urls) {
      const picture = await fetch(url, signal);
      if (typeof picture !== 'string') return { url, picture };
      trouble = picture;
    }
    return trouble;
  }

  return {
    async region(pictureUrls, choice, signal) {
      const found = await firstFound(pictureUrls, signal);
      if (typeof found === 'string') return found;
      const painted = choice.kind === 'painted' ? await fetch(choice.paintedUrl, signal) : null;
      if (typeof painted === 'string') return painted;
      return limited(() => draw(found.url, found.picture, choice, painted)).catch(() => 'notMedia' as const);
    },
  };
}

async function draw(
  pictureUrl: string,
  picture: Media,
  choice: RegionChoice,
  painted: Media | null,
): Promise<MaskPreview | MaskTrouble> {
  const full = sizeOf(picture);
  if (typeof full === 'string') return full;
  const size = shown(full);
  const grid = (choice.kind === 'cells' && choice.grid) || gridFor(full);
  const cells = choice.kind === 'cells' ? choice.cells : [];
  const pixels = painted ? await paintedPixels(picture, painted, size) : cellPixels(cells, grid, size);
  if (typeof pixels === 'string') return pixels;
  const sharp = await loadSharp();
  const base = await sharp(await wholeFile(picture.pieces), { autoOrient: true, limitInputPixels: MAX_PIXELS })
    .resize(size.width, size.height, { fit: 'fill' })
    .toColourspace('srgb')
    .flatten({ background: '#888' })
    .toBuffer();
  const drawn = await sharp(base)
    .composite([
      { input: Buffer.from(tint(pixels, size).buffer), raw: { ...size, channels: 4 } },
      ...(painted ? [] : [{ input: gridSvg(grid, cells, size) }]),
    ])
    .webp({ quality: 84, effort: 2 })
    .toBuffer();
  const share = pixels.reduce((sum, value) => sum + value, 0) / 255 / pixels.length;
  return { data: new Uint8Array(drawn), name: 'region.webp', pictureUrl, grid, share };
}

/** How large a picture of this size is shown. */
export function shown({ width, height }: Size): Size {
  const [shortest, longest] = [Math.min(width, height), Math.max(width, height)];
  const wanted = Math.min(SIDE.most, Math.max(SIDE.least, longest)) / longest;
  // A strip that is thinner than any that Midjourney makes is not blown up.
  const scale = Math.max(wanted, Math.min(SIDE.short / shortest, LONGEST / longest));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
