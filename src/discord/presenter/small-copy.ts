import pLimit from 'p-limit';
import type { Media, MediaFetcher } from '../../domain/pictures/media.ts';
import type { Log } from '../../domain/ports/log.ts';
import { withDeadline } from '../../lib/timeout.ts';

/** What a picture may have and take that is only wanted small. */
export type SmallCopyBounds = {
  /** The most that is read of one, and the most pixels that are decoded. */
  readonly bytes: number;
  readonly pixels: number;
  /** The longer side of the copy, in pixels. */
  readonly side: number;
  /** How many are worked on at once. */
  readonly inFlight: number;
  /** How long one may take, its wait for others included, in ms. */
  readonly ms: number;
};

export type SmallCopies = ReturnType<typeof createSmallCopies>;

/**
 * Makes small copies of pictures at foreign addresses, so that they can be shown without telling where they are. Null when there is
 * none in time, or none within the bounds. Never throws.
 */
export function createSmallCopies(
  { media, log }: { readonly media: MediaFetcher; readonly log: Log },
  { bytes, pixels, side, inFlight, ms }: SmallCopyBounds,
) {
  const limited = pLimit(inFlight);

  return async (url: string, signal: AbortSignal): Promise<Media | null> => {
    try {
      return await withDeadline(ms, signal, (deadline) =>
        limited(async () => {
          deadline.throwIfAborted();
          const fetched = await media.fetch(url, deadline, bytes);
          if (typeof fetched === 'string' || !hasAtMost(pixels, fetched)) return null;
          return media.contactSheet([fetched], deadline, side);
        }),
      );
    } catch (error) {
      if (!signal.aborted) {
        log.debug({ error: error instanceof Error ? error.name : 'unknown' }, 'no small copy of a picture in time');
      }
      return null;
    }
  };
}

/** Films have no size. */
function hasAtMost(pixels: number, { size }: Media): boolean {
  return size !== null && size.width * size.height <= pixels;
}
