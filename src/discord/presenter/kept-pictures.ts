import type { Place } from '../../domain/job/job.ts';
import type { MediaFetcher } from '../../domain/pictures/media.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { createExistingMessages } from '../rest/existing-messages.ts';
import { fetchMedia, type MediaItem } from './payload.ts';

export type KeptPicturesParts = {
  readonly existing: Pick<ReturnType<typeof createExistingMessages>, 'visibleCopies'>;
  readonly media: MediaFetcher;
  readonly log: Log;
  readonly stop: AbortSignal;
};

/**
 * Takes from a message what it shows already and the relay does not send any more: an edit takes away every file that is not
 * sent with it. What is neither here nor there stays late. Null when the message cannot be seen now. Throws only when stopped.
 */
export async function withKeptPictures(
  items: readonly MediaItem[],
  place: Place,
  { existing, media, log, stop }: KeptPicturesParts,
): Promise<MediaItem[] | null> {
  const copies = await existing.visibleCopies(place);
  if (copies === null) return null;
  const byName = new Map(copies.map((url) => [nameIn(url), url]));
  const there = items.flatMap(({ late, failing, ...item }) => {
    const url = late && byName.get(item.name);
    return url ? [{ ...item, url }] : [];
  });
  const fetched = await fetchMedia(there, { media, log, stop });
  const mediaOf = new Map(fetched.map((item) => [item.name, item.media]));
  return items.map((item) => {
    const found = mediaOf.get(item.name);
    if (!found) return item;
    const { late, failing, ...whole } = item;
    return { ...whole, media: found };
  });
}

/** What the file at one of Discord's addresses is called, as `MediaItem` names it. */
function nameIn(url: string): string | undefined {
  return /\/(?:picture|film)-([\d-]+)\.\w+$/.exec(URL.parse(url)?.pathname ?? '')?.[1];
}
