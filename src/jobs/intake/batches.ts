import { interactionOf } from '../../domain/job/job.ts';
import type { Store } from '../../domain/ports/store.ts';

/** How long it is remembered that a batch was taken in, in ms: longer than any of its jobs can wait for its message. */
const REMEMBERED = 3_600_000;
/** Stands for nobody: no interaction has such an id. */
const NOBODY = 'nobody';

const keyOf = (interactionId: string) => `batch:${interactionId}`;
/** Of a batch whose first job's message is the interaction's first answer; no interaction has such an id either. */
const byFirst = (interactionId: string) => `first:${interactionId}`;

/**
 * What is known of the batch of an interaction: `left` by a process that could not write all of its jobs down, and that has told its member
 * so; or all of them taken in. Then its member was `answered` by something else than a job's message, or by that of its `first` job, whose
 * id is the interaction's.
 */
export type Batch = 'left' | 'answered' | 'first';

/**
 * Which interactions had all their jobs taken in, each to get a message of its own. The messages of others are owed to nobody.
 */
export function createBatches(claims: Pick<Store['claims'], 'claim'>) {
  return {
    /** `firstId` is the id of the batch's first job. Throws StoreError. */
    async markTaken(firstId: string): Promise<void> {
      const interactionId = interactionOf(firstId);
      const how = firstId === interactionId ? byFirst(interactionId) : interactionId;
      await claims.claim(keyOf(interactionId), how, REMEMBERED);
    },

    /** What became of the batch of this job's interaction. The answer never changes afterwards. Throws StoreError. */
    async of(jobId: string): Promise<Batch> {
      const interactionId = interactionOf(jobId);
      const how = await claims.claim(keyOf(interactionId), NOBODY, REMEMBERED);
      if (how === byFirst(interactionId)) return 'first';
      return how === interactionId ? 'answered' : 'left';
    },
  };
}
