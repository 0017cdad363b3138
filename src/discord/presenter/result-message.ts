import pLimit from 'p-limit';
import type { JobIn } from '../../domain/job/job.ts';
import type { Media, MediaFetcher } from '../../domain/pictures/media.ts';
import { isOfRelay } from '../../domain/pictures/relay-picture.ts';
import type { Delivery } from '../../domain/ports/presenter.ts';
import { attemptDelivery } from './delivery-attempt.ts';
import { isForRequester } from './delivery-routes.ts';
import type { FallbackForm } from './fallback-forms.ts';
import { type KeptPicturesParts, withKeptPictures } from './kept-pictures.ts';
import { rememberLast } from './last-payload.ts';
import { createPatience } from './patience.ts';
import { createPayload, fetchMedia, type MediaItem } from './payload.ts';
import { type Renderer, wordsFor } from './renderer.ts';
import { fetchSource, hasSource, withSource } from './source-picture.ts';
import { createWhereabouts, type WhereaboutsParts } from './whereabouts.ts';

export type ResultMessageParts = WhereaboutsParts & {
  readonly media: MediaFetcher;
  readonly existing: KeptPicturesParts['existing'];
  /** `link` shows the relay's addresses and uploads nothing. */
  readonly imageDelivery: 'attach' | 'link';
  /** The relays' addresses up to `/mj`, below which their own pictures are. */
  readonly relayBases: readonly string[];
};

/** How an outcome is delivered once more, perhaps for another member than the one who asked for it first. */
export type RepostOptions = {
  /** Where its pictures may be had when the relay has them no longer. */
  readonly copies: readonly string[];
  readonly recipientId: string;
};

/** How many results may have their pictures in memory at once. */
const UPLOADS_MAX = 8;
/**
 * A picture of the relay's own that it fails to send is asked for again after each `pause`, for so long, before a link
 * stands in its place, in ms: gateways can send some pictures only at their next look at the task, 15 s later.
 */
const RELAY_PICTURE = { patience: 20_000, pause: 2_000 };

/** The message of a result: its pictures are fetched, it is sent, and where it stands is told where it was expected. */
export function createResultMessage(parts: ResultMessageParts) {
  const { media, existing, imageDelivery, relayBases, clock, log, stop } = parts;
  const patience = createPatience(clock);
  const whereabouts = createWhereabouts(parts);
  const uploads = pLimit({ concurrency: UPLOADS_MAX, rejectOnClear: true });
  stop.addEventListener('abort', uploads.clearQueue, { once: true });

  /** Whether a picture of a result that ended just now is likely to be had in some seconds. */
  function isSoonHad({ since, attaching }: JobIn<'delivering'>, items: readonly MediaItem[]): boolean {
    const waited = clock.now() - since;
    if (attaching !== undefined || waited < 0 || waited >= RELAY_PICTURE.patience) return false;
    return items.some(({ url, failing }) => failing && relayBases.some((base) => isOfRelay(url, base)));
  }

  /** Sends a result with these pictures as `renderer` has it. Throws when stopped. */
  return async (
    job: JobIn<'delivering'>,
    items: readonly MediaItem[],
    renderer: Renderer,
    repost?: RepostOptions,
  ): Promise<Delivery> => {
    const attempt = async (ready: readonly MediaItem[], source: Media | null = null): Promise<Delivery> => {
      const payloadIn = rememberLast(async (form: FallbackForm, localized: JobIn<'delivering'>) => {
        const made = await createPayload(localized, ready, form, { media, renderer, log, stop });
        const alt = wordsFor(localized).media.givenPicture;
        return { ...made, payload: withSource(made.payload, source, form, alt) };
      });
      const recipientId = repost?.recipientId;
      const { delivery, hidden, owed } = await attemptDelivery(job, { ...parts, patience, payloadIn, recipientId });
      if (hidden && isForRequester(job)) await whereabouts.withdraw(job);
      // A message that shows several jobs tells of each of them.
      else if (owed !== 'nothing' && job.group.length === 0) {
        const place = delivery.kind === 'shown' ? delivery.place : null;
        await whereabouts.tell(job, place, { hidden, late: owed === 'later' });
      }
      return delivery;
    };
    if (imageDelivery === 'link' || (items.length === 0 && !hasSource(job))) return attempt(items);
    return uploads(async () => {
      stop.throwIfAborted();
      const [fetched, source] = await Promise.all([
        fetchMedia(items, { media, log, stop }),
        fetchSource(job, { media, log, stop }),
      ]);
      if (!isLacking(fetched)) return attempt(fetched, source);
      if (!repost && isSoonHad(job, fetched)) return { kind: 'later', retryAfter: RELAY_PICTURE.pause };
      const isShared = job.group.length > 0;
      const kept = isShared ? await withKeptPictures(fetched, job.place, { existing, media, log, stop }) : null;
      if (job.attaching !== undefined && !kept) return { kind: 'shown', place: job.place, buttons: [], lacking: true };
      const ready = kept ?? fetched;
      const delivery = await attempt(ready, source);
      return delivery.kind === 'shown' && isLacking(ready) ? { ...delivery, lacking: true } : delivery;
    });
  };
}

/** Whether a picture could not be had now, but perhaps can later. */
const isLacking = (items: readonly MediaItem[]) => items.some(({ late }) => late);
