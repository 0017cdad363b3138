import type { JobIn, Place } from '../../domain/job.ts';
import type { Sight } from '../../domain/ports.ts';
import { isShownAt } from '../render/together.ts';
import type { PlacedJob } from './lane.ts';
import { type Item, itemsOf } from './packing.ts';
import type { MessageBody, Renderer } from './renderer.ts';

/** Where jobs stand that share a message. */
export type Sights = (ids: readonly string[]) => Promise<readonly Sight[]>;

/** All that a shared message shows now. `renderer` makes it from the pictures' files. */
type Gathered = { readonly items: readonly Item[]; readonly renderer: Renderer };

export type Together = ReturnType<typeof createTogether>;

/**
 * Messages that several jobs share. Each is made anew from where all of them stand, so it does not matter which job's
 * turn it is, nor who showed it before.
 */
export function createTogether({
  sights: sightsOf,
  renderer,
}: {
  readonly sights: Sights;
  readonly renderer: Renderer;
}) {
  const tails = new Map<string, Promise<unknown>>();

  async function gather(job: JobIn<'delivering'>): Promise<Gathered> {
    const sights = await sightsOf(job.mates);
    const items = sights.flatMap((sight) => itemsAt(sight, job.place));
    return {
      items,
      renderer: {
        ...renderer,
        result: (_, shown) => ({ body: renderer.together(job, sights, shown), buttons: [], promptFile: null }),
      },
    };
  }

  return {
    /** Null once there is a picture: an edit without its file would take it away. */
    async progress(job: PlacedJob): Promise<MessageBody | null> {
      const sights = await sightsOf(job.mates);
      return sights.some((sight) => isShownAt(sight, job.place)) ? null : renderer.together(job, sights, []);
    },

    /** One after another per message: the last one shows all there is. */
    async inTurn<T>(job: JobIn<'delivering'>, work: (gathered: Gathered) => Promise<T>): Promise<T> {
      const { messageId } = job.place;
      const turn = (tails.get(messageId) ?? Promise.resolve()).then(async () => work(await gather(job)));
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

function itemsAt(sight: Sight, place: Place): Item[] {
  const { job } = sight;
  const ended = job.step === 'delivering' || job.step === 'settled';
  return ended && isShownAt(sight, place) ? itemsOf(job.outcome) : [];
}
