import { interactionOf } from '../../domain/job/job.ts';
import type { Store } from '../../domain/ports/store.ts';

/** How long it is remembered that a batch was taken in, in ms: longer than any of its jobs can wait for its message. */
const REMEMBERED = 3_600_000;
/** Stands for nobody: no interaction has such an id. */
const NOBODY = 'nobody';

const keyOf = (interactionId: string) => `batch:${interactionId}`;

/**
 * Which interactions had all their jobs taken in, each to get a message of its own. The jobs of others were left by a
 * process that could not write all of them down, and that has told its member so: their messages are owed to nobody.
 */
export function createBatches(claims: Pick<Store['claims'], 'claim'>) {
  return {
    /** Throws StoreError. */
    async markTaken(jobId: string): Promise<void> {
      const interactionId = interactionOf(jobId);
      await claims.claim(keyOf(interactionId), interactionId, REMEMBERED);
    },

    /** Whether all jobs of this job's interaction were taken in. The answer never changes afterwards. Throws StoreError. */
    async wasTaken(jobId: string): Promise<boolean> {
      const interactionId = interactionOf(jobId);
      return (await claims.claim(keyOf(interactionId), NOBODY, REMEMBERED)) === interactionId;
    },
  };
}
