import { type Media, mediaOf } from '../domain/pictures/media.ts';
import { MAX_PIXELS } from './measure.ts';
import { loadSharp } from './sharp.ts';
import { wholeFile } from './whole-file.ts';

/** Whether a picture can be used as it is: it is small enough, and of a kind that relays read. */
export function isUsable({ byteLength, mime }: Media, bytes: number): boolean {
  return byteLength <= bytes && mime !== 'image/avif';
}

/**
 * Makes a copy of at most `bytes`, as WebP, which keeps transparency and animation. It lowers the quality first, then
 * the size; an animation that does not fit becomes its first frame. Resolves with the media itself when that is usable,
 * with null for films and when the copy would be smaller than a thumbnail. Throws what sharp throws for bytes
 * that it cannot decode, and the signal's reason soon after it is aborted.
 */
export async function shrink(media: Media, bytes: number, signal?: AbortSignal): Promise<Media | null> {
  if (isUsable(media, bytes)) return media;
  if (!media.size) return null;
  const sharp = await loadSharp();
  const { pieces, size } = media;
  const data = await wholeFile(pieces);
  const { pages = 1 } = await sharp(data, { limitInputPixels: MAX_PIXELS }).metadata();
  if (pages > 1 && size.width * size.height * pages <= MAX_PIXELS) {
    const moving = await search({ data, size, animated: true, qualities: [70], rounds: 4, signal }, bytes);
    if (moving) return moving;
  }
  return search({ data, size, animated: false, qualities: [90, 80, 65], rounds: 12, signal }, bytes);
}

type Search = {
  readonly data: Uint8Array;
  readonly size: NonNullable<Media['size']>;
  readonly animated: boolean;
  /** From the best down. The last one stays while the picture is made smaller. */
  readonly qualities: readonly [number, ...number[]];
  readonly rounds: number;
  readonly signal: AbortSignal | undefined;
};

/** The shortest a copy's longer side may become, in pixels. */
const MIN_SIDE = 64;
/**
 * The limits of WebP. The first part of a frame holds at most 512 KiB and needs some bits for every 256 pixels, which
 * limits the number of pixels.
 */
const MAX_SIDE = 16_383;
const MAX_ENCODED_PIXELS = 40_000_000;
const MAX_SECONDS = 30;

async function search(
  { data, size: { width, height }, animated, qualities, rounds, signal }: Search,
  bytes: number,
): Promise<Media | null> {
  const longest = Math.max(width, height);
  let [quality, ...lower] = qualities;
  let scale = Math.min(1, MAX_SIDE / longest, Math.sqrt(MAX_ENCODED_PIXELS / (width * height)));
  for (let round = 0; round < rounds && longest * scale >= Math.min(MIN_SIDE, longest); round++) {
    const size = { width: side(width * scale), height: side(height * scale) };
    signal?.throwIfAborted();
    const encoded = await encode(data, size, quality, animated);
    if (encoded.byteLength <= bytes) return mediaOf([encoded], 'image/webp', size);
    const ratio = bytes / encoded.byteLength;
    // A lower quality saves about a third. When much more must be saved, the qualities in the middle are skipped.
    const next = ratio < 0.5 ? lower.at(-1) : lower[0];
    if (next === undefined) scale *= Math.min(0.9, Math.max(0.2, Math.sqrt(ratio) * 0.95));
    else {
      lower = lower.slice(lower.indexOf(next) + 1);
      quality = next;
    }
  }
  return null;
}

function side(pixels: number): number {
  return Math.max(1, Math.round(pixels));
}

async function encode(
  data: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  quality: number,
  animated: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const sharp = await loadSharp();
  const encoded = await sharp(data, { animated, autoOrient: true, limitInputPixels: MAX_PIXELS })
    .resize({ width, height, fit: 'fill' })
    .webp({ quality, effort: animated ? 1 : 2 })
    .timeout({ seconds: MAX_SECONDS })
    .toBuffer();
  return new Uint8Array(encoded);
}
