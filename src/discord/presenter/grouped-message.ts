import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Delivery, JobStatus } from '../../domain/ports.ts';
import type { MessageBody } from '../render/body.ts';
import { isShownAt } from '../render/grouped.ts';
import { fingerprint, type PlacedJob } from './message-state.ts';
import { type Item, itemsOf } from './payload.ts';
import type { Renderer } from './renderer.ts';

/** Where jobs stand that share a message. */
export type JobStatuses = (ids: readonly string[]) => Promise<readonly JobStatus[]>;

/** All that a shared message shows now. `renderer` makes it from the pictures' files. */
type Gathered = {
  readonly items: readonly Item[];
  readonly renderer: Renderer;
  /** Equal for what looks the same. */
  readonly sight: string;
};

/** Messages whose last look is remembered: those that fill up now. */
const REMEMBERED = 200;

export type GroupedMessage = ReturnType<typeof createGroupedMessage>;

/**
 * Messages that several jobs share. Each is made anew from where all of them stand, so it does not matter which job's
 * turn it is, nor who showed it before.
 */
export function createGroupedMessage({
  statuses: sightsOf,
  renderer,
}: {
  readonly statuses: JobStatuses;
  readonly renderer: Renderer;
}) {
  const tails = new Map<string, Promise<unknown>>();
  /** What a message was last seen to show. */
  const shown = new Map<string, string>();

  async function gather(job: JobIn<'delivering'>): Promise<Gathered> {
    const statuses = await sightsOf(job.group);
    const items = statuses.flatMap((sight) => itemsAt(sight, job.place));
    return {
      items,
      sight: fingerprint(renderer.together(job, statuses, [])),
      renderer: {
        ...renderer,
        result: (_, media) => ({ body: renderer.together(job, statuses, media), buttons: [], promptFile: null }),
      },
    };
  }

  async function deliver(job: JobIn<'delivering'>, send: (gathered: Gathered) => Promise<Delivery>): Promise<Delivery> {
    const { place } = job;
    const gathered = await gather(job);
    if (shown.get(place.messageId) === gathered.sight) return { kind: 'shown', place, buttons: [] };
    const delivery = await send(gathered);
    shown.delete(place.messageId);
    if (delivery.kind === 'shown' && delivery.place.messageId === place.messageId) {
      shown.set(place.messageId, gathered.sight);
      for (const oldest of shown.keys()) {
        if (shown.size <= REMEMBERED) break;
        shown.delete(oldest);
      }
    }
    return delivery;
  }

  return {
    /** Null once there is a picture: an edit without its file would take it away. */
    async progress(job: PlacedJob): Promise<MessageBody | null> {
      const statuses = await sightsOf(job.group);
      return statuses.some((sight) => isShownAt(sight, job.place)) ? null : renderer.together(job, statuses, []);
    },

    /** One after another per message: the last one shows all there is, and what is shown already is not sent again. */
    async inTurn(job: JobIn<'delivering'>, send: (gathered: Gathered) => Promise<Delivery>): Promise<Delivery> {
      const { messageId } = job.place;
      const turn = (tails.get(messageId) ?? Promise.resolve()).then(() => deliver(job, send));
      const tail = turn.catch(() => undefined);
      tails.set(messageId, tail);
      try {
        return await turn;
      } finally {
        if (tails.get(messageId) === tail) tails.delete(messageId);
      }
    },
  };
}

function itemsAt(sight: JobStatus, place: Place): Item[] {
  const { job } = sight;
  const ended = job.step === 'delivering' || job.step === 'settled';
  return ended && isShownAt(sight, place) ? itemsOf(job.outcome) : [];
}
