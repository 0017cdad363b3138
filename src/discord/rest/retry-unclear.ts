import { pause } from '../../lib/timeout.ts';
import { troubleOf } from './errors.ts';

/** The pauses between the tries of a first answer, in ms: it has few seconds in all. */
const ANSWER_PAUSES = [150, 300, 600];

/**
 * Sends a first answer, and again after refusals that we do not know: what stands before Discord has refused it, so Discord
 * does not have it. Throws what the last try threw.
 */
export async function retryUnclear<T>(
  signal: AbortSignal,
  send: () => Promise<T>,
  pauses: readonly number[] = ANSWER_PAUSES,
): Promise<T> {
  for (const wait of pauses) {
    try {
      return await send();
    } catch (error) {
      if (signal.aborted || troubleOf(error).meaning !== 'unclear') throw error;
      await pause(wait, signal);
    }
  }
  return send();
}
