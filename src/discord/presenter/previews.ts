import { hash } from 'node:crypto';
import pLimit from 'p-limit';
import type { Media, MediaFetcher } from '../../domain/pictures/media.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Progress } from '../../domain/ports/presenter.ts';
import { endsWithin, withDeadline } from '../../lib/timeout.ts';
import type { Upload } from '../rest/upload.ts';

/** How long a preview may take, its wait for others included, in ms. */
const TIMEOUT = 5_000;
/** How long an edit waits for its preview, in ms. One that comes later is shown by an edit of its own. */
const GRACE = 500;
/** Previews have 256 pixels a side, moving ones a few megabytes. Nothing much larger is read, or decoded, only to be looked at once. */
const BYTES_MAX = 5 * 1024 * 1024;
const PIXELS_MAX = 16_000_000;
/** The longer side of what is shown, in pixels. */
const SIDE = 512;
/** How many are worked on at once, for all messages. */
const IN_FLIGHT = 3;

/** What one message shows of its picture before it is finished. */
export type Preview = {
  /** Null while none could be had. */
  file: Upload | null;
  /** What was asked for last, whether or not it could be had; empty when nothing was. */
  asked: string;
  /** Whether it is still on its way. */
  active: boolean;
};

export const newPreview = (): Preview => ({ file: null, asked: '', active: false });

export type Previews = ReturnType<typeof createPreviews>;

/** Has small copies of the previews of tasks, so that no message tells where the relay is. Never throws. */
export function createPreviews({ media, log }: { readonly media: MediaFetcher; readonly log: Log }) {
  const limited = pLimit(IN_FLIGHT);

  async function fetchSmall(url: string, signal: AbortSignal): Promise<Upload | null> {
    try {
      return await withDeadline(TIMEOUT, signal, (deadline) =>
        limited(async () => {
          deadline.throwIfAborted();
          const fetched = await media.fetch(url, deadline, BYTES_MAX);
          if (typeof fetched === 'string' || !isSmall(fetched)) return null;
          const small = await media.contactSheet([fetched], deadline, SIDE);
          return small && uploadOf(small);
        }),
      );
    } catch (error) {
      if (!signal.aborted) log.debug({ error: error instanceof Error ? error.name : 'unknown' }, 'no preview in time');
      return null;
    }
  }

  async function renew(preview: Preview, url: string, signal: AbortSignal): Promise<boolean> {
    preview.active = true;
    const file = await fetchSmall(url, signal);
    preview.active = false;
    if (!file || signal.aborted) return false;
    preview.file = file;
    return true;
  }

  return {
    /**
     * Begins to fetch what a message is to show now, unless that was asked for or an earlier one is still on its way, and
     * waits for it a moment. `onLate` is called when it is there after that moment. Nothing is done once the signal is
     * aborted.
     */
    async prepare(preview: Preview, progress: Progress, signal: AbortSignal, onLate: () => void): Promise<void> {
      const wanted = keyOf(progress);
      if (progress.previewUrl === '' || preview.active || preview.asked === wanted) return;
      preview.asked = wanted;
      const renewed = renew(preview, progress.previewUrl, signal);
      if (await endsWithin(GRACE, renewed)) return;
      void renewed.then((isNew) => isNew && onLate());
    },
  };
}

/**
 * Equal for what is not fetched a second time. Gateways change only the `rand` of an address, at every look, so that tells
 * nothing: what is found there is another picture when the task has got on.
 */
function keyOf({ previewUrl, percent }: Progress): string {
  return previewUrl.replaceAll(/([?&])rand=[^&#]*/g, `$1rand=${percent}`);
}

/** Films have no size. */
function isSmall({ size }: Media): boolean {
  return size !== null && size.width * size.height <= PIXELS_MAX;
}

/** Its name is another one for another picture: messages that look the same have the same body. */
function uploadOf({ data, mime }: Media): Upload {
  return { key: 'files[0]', name: `preview-${hash('sha1', data).slice(0, 12)}.webp`, data, contentType: mime };
}
