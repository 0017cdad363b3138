import { LRUCache } from 'lru-cache';
import type { JobIn } from '../../domain/job/job.ts';
import type { Delivery, JobStatus } from '../../domain/ports/presenter.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { MessageBody } from '../render/body.ts';
import { isShownAt } from '../render/grouped.ts';
import { fingerprint, type PlacedJob } from './message-state.ts';
import { type MediaItem, mediaItemsOf } from './payload.ts';
import type { Renderer } from './renderer.ts';

/** Where jobs stand that share a message. */
export type JobStatuses = (ids: readonly string[]) => Promise<readonly JobStatus[]>;

/** All that a grouped message shows now. */
type GroupedResult = {
  readonly items: readonly MediaItem[];
  /** Renders the whole group, given the pictures' files. */
  readonly renderer: Renderer;
  /** Equal for what looks the same. */
  readonly fingerprint: string;
  /** How many of its jobs have ended. */
  readonly ended: number;
};

/** How many messages are remembered with what they show: those that fill up now. */
const REMEMBERED = 200;

export type GroupedMessage = ReturnType<typeof createGroupedMessage>;

/**
 * Messages that several jobs share. Such a message is always rendered from where all of its jobs stand, so the outcome does
 * not depend on which of them is delivered first.
 */
export function createGroupedMessage({
  statusesOf,
  renderer,
}: {
  readonly statusesOf: JobStatuses;
  readonly renderer: Renderer;
}) {
  const oneAtATime = createMutex();
  /** By message id, the fingerprint of what was delivered last. */
  const shown = new LRUCache<string, string>({ max: REMEMBERED });

  async function resultOf(job: JobIn<'delivering'>): Promise<GroupedResult> {
    const statuses = await statusesOf(job.group);
    return {
      items: statuses.flatMap((status) => itemsAt(status, job)),
      ended: statuses.filter(({ job: { step } }) => step === 'delivering' || step === 'settled').length,
      fingerprint: fingerprint(renderer.grouped(job, statuses, [])),
      renderer: {
        ...renderer,
        result: ({ prompt }, media, shortfall) => {
          const body = renderer.grouped({ ...job, prompt }, statuses, media, shortfall);
          return { body, buttons: [], promptFile: null };
        },
      },
    };
  }

  return {
    /** Null once there is a picture: an edit without its file would take it away. */
    async progress(job: PlacedJob): Promise<MessageBody | null> {
      const statuses = await statusesOf(job.group);
      return statuses.some((status) => isShownAt(status, job.place)) ? null : renderer.grouped(job, statuses, []);
    },

    async showsPictures({ group, place }: PlacedJob): Promise<boolean> {
      return (await statusesOf(group)).some((status) => isShownAt(status, place));
    },

    /**
     * Sends all that the group shows now, unless its message shows just that already. One delivery per message at a time in this
     * process; another one may have shown more while this one was on its way, or frozen, so what it overwrote is sent again.
     */
    deliver(job: JobIn<'delivering'>, send: (result: GroupedResult) => Promise<Delivery>): Promise<Delivery> {
      const { place } = job;
      return oneAtATime(place.messageId, async () => {
        for (;;) {
          const result = await resultOf(job);
          if (shown.get(place.messageId) === result.fingerprint) return { kind: 'shown', place, buttons: [] };
          const delivery = await send(result);
          const isThere = delivery.kind === 'shown' && delivery.place.messageId === place.messageId;
          // What lacks pictures is sent again as soon as they can be had.
          if (isThere && !delivery.lacking) shown.set(place.messageId, result.fingerprint);
          else shown.delete(place.messageId);
          if (!isThere || (await resultOf(job)).ended <= result.ended) return delivery;
        }
      });
    },
  };
}

/** The pictures of a job in a message. They are named by the job's place in its group, whichever others are there yet. */
function itemsAt(status: JobStatus, { place, group }: JobIn<'delivering'>): MediaItem[] {
  const { job } = status;
  const ended = job.step === 'delivering' || job.step === 'settled';
  if (!ended || !isShownAt(status, place)) return [];
  const nth = group.indexOf(job.id) + 1;
  return mediaItemsOf(job.outcome).map((item) => ({
    ...item,
    name: item.name === '1' ? `${nth}` : `${nth}-${item.name}`,
  }));
}
