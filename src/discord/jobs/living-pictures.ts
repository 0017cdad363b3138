import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Pictures } from '../../domain/job/outcome.ts';
import type { Task } from '../../domain/job/task.ts';
import { hasResult, resultOf } from '../../domain/job/task-result.ts';
import type { MediaFetcher, MediaTrouble } from '../../domain/pictures/media.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Store } from '../../domain/ports/store.ts';
import type { DiscordPresenter } from '../presenter/presenter.ts';

export type LivingPicturesParts = {
  readonly media: Pick<MediaFetcher, 'fetch'>;
  /** Null when the relay does not know the task. Throws UserError when the relay does not answer. */
  readonly fetchTask: (taskId: string) => Promise<Task | null>;
  readonly presenter: Pick<DiscordPresenter, 'copies'>;
  readonly store: Pick<Store, 'claims' | 'jobs' | 'tasks'>;
  readonly clock: Clock;
  readonly stop: AbortSignal;
};

/** How many messages that show a result are looked at for copies of its pictures. */
const PLACES = 4;
/** How many pictures of a result are tried: where one is dead, the others mostly are. */
const TRIED = 4;
/** How long after a job's end, in ms, a picture that does not answer may only be late. */
const LATE = 15 * 60_000;

/**
 * Finds out whether the pictures of earlier results can still be had. A relay's address may die, while the relay has
 * another one or none; what Discord has a copy of stays.
 */
export function createLivingPictures({ media, fetchTask, presenter, store, clock, stop }: LivingPicturesParts) {
  /** Why one of these cannot be had, null when all can. */
  async function troubleOf(urls: readonly string[]): Promise<MediaTrouble | null> {
    for (const url of urls.slice(0, TRIED)) {
      const fetched = await media.fetch(url, stop);
      if (typeof fetched === 'string' && fetched !== 'tooLarge') return fetched;
    }
    return null;
  }

  /** The result with the addresses that the relay has for it now, null when it has none that live. */
  async function renewed(earlier: JobIn<'settled'>, outcome: Pictures): Promise<JobIn<'settled'> | null> {
    const task = outcome.taskId === null ? null : await fetchTask(outcome.taskId);
    if (task?.status !== 'SUCCESS' || !hasResult(earlier, task)) return null;
    const { imageUrls, videoUrls } = resultOf(earlier, task);
    if ((await troubleOf([...imageUrls, ...videoUrls])) !== null) return null;
    const renewal = { imageUrls, videoUrls };
    await store.jobs.amend(earlier.id, (there) =>
      there.outcome.kind === 'pictures' ? { ...there, outcome: { ...there.outcome, ...renewal } } : there,
    );
    return { ...earlier, outcome: { ...outcome, ...renewal } };
  }

  /** The messages that show a result, the likeliest first. */
  async function placesOf({ place }: JobIn<'settled'>, { taskId }: Pictures): Promise<readonly Place[]> {
    const others = taskId === null ? [] : (await store.tasks.places(taskId)).toReversed();
    const all = [...(place ? [place] : []), ...others.filter(({ messageId }) => messageId !== place?.messageId)];
    return all.slice(0, PLACES);
  }

  return {
    /** Whether a message shows all pictures of a result from Discord's own storage. `copies` are the addresses in it. */
    areCopied({ outcome }: JobIn<'settled'>, place: Pick<Place, 'channelId'>, copies: readonly string[]): boolean {
      const wanted = outcome.kind === 'pictures' ? urlsOf(outcome).length : 0;
      return copies.filter((url) => isStoredFor(place, url)).length >= wanted;
    },

    /** Discord's own addresses of a result's pictures, from any message that shows just these; none when there are none. */
    async copiesOf(earlier: JobIn<'settled'>): Promise<readonly string[]> {
      const { outcome } = earlier;
      if (outcome.kind === 'failed') return [];
      const wanted = urlsOf(outcome).length;
      for (const place of await placesOf(earlier, outcome)) {
        const copies = await presenter.copies(place);
        if (copies.length === wanted && copies.every((url) => isStoredFor(place, url))) return copies;
      }
      return [];
    },

    /** Whether the addresses that we know of a result's pictures live. */
    async areAlive({ outcome }: JobIn<'settled'>): Promise<boolean> {
      return outcome.kind === 'failed' || (await troubleOf(urlsOf(outcome))) === null;
    },

    /** The result with addresses that live; null when not even the relay has any. Throws as `fetchTask`. */
    async revive(earlier: JobIn<'settled'>): Promise<JobIn<'settled'> | null> {
      const { outcome } = earlier;
      if (outcome.kind === 'failed' || outcome.text !== '') return earlier;
      const urls = urlsOf(outcome);
      const trouble = urls.length === 0 ? null : await troubleOf(urls);
      if (trouble === null) return earlier;
      const found = await renewed(earlier, outcome);
      if (found) return found;
      if ((trouble === 'unreachable' || trouble === 'failing') && clock.now() - earlier.at < LATE) return earlier;
      return null;
    },

    /** Lets what made a result be made once more. */
    async release({ id, claims }: JobIn<'settled'>): Promise<void> {
      for (const key of claims) await store.claims.release(key, id);
    },
  };
}

export type LivingPictures = ReturnType<typeof createLivingPictures>;

function urlsOf({ imageUrls, videoUrls }: Pictures): readonly string[] {
  return [...imageUrls, ...videoUrls];
}

/** Whether an address is that of a file which was uploaded to a channel. Relays give addresses of Discord's, too, but of other channels. */
function isStoredFor({ channelId }: Pick<Place, 'channelId'>, url: string): boolean {
  return URL.parse(url)?.pathname.includes(`attachments/${channelId}/`) ?? false;
}
