import { hash } from 'node:crypto';
import type { Media, MediaFetcher } from '../../domain/pictures/media.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Progress } from '../../domain/ports/presenter.ts';
import { endsWithin } from '../../lib/timeout.ts';
import type { Upload } from '../rest/upload.ts';
import { createSmallCopies } from './small-copy.ts';

/** How long an edit waits for its preview, in ms. One that comes later is shown by an edit of its own. */
const GRACE = 500;
/**
 * Previews have 256 pixels a side, moving ones a few megabytes. Nothing much larger is read, or decoded, only to be looked at once.
 */
const BOUNDS = { bytes: 5 * 1024 * 1024, pixels: 16_000_000, side: 512, inFlight: 3, ms: 5_000 };

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
  const smallCopy = createSmallCopies({ media, log }, BOUNDS);

  async function renew(preview: Preview, url: string, signal: AbortSignal): Promise<boolean> {
    preview.active = true;
    const copy = await smallCopy(url, signal);
    preview.active = false;
    if (!copy || signal.aborted) return false;
    preview.file = uploadOf(copy);
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

/** Its name is another one for another picture: messages that look the same have the same body. */
function uploadOf({ data, mime }: Media): Upload {
  return { key: 'files[0]', name: `preview-${hash('sha1', data).slice(0, 12)}.webp`, data, contentType: mime };
}
