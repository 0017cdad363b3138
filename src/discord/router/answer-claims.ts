import type { Interactions } from '../../domain/ports/interactions.ts';
import type { Log } from '../../domain/ports/log.ts';
import { pauseUntil, withDeadline } from '../../lib/timeout.ts';
import { CLAIM_WAIT, FALLBACK_AFTER, LAST_FALLBACK_AFTER } from '../rest/deadlines.ts';

/** Decides whether this process answers an interaction, which Discord brings to every process that is connected. */
export type AnswerClaims = {
  /**
   * Resolves with true when this process is to answer: at once when it was the first to claim the interaction, and a second after it
   * came when nobody has answered by then, or a little later where it is about to stop. `fallback`: whether it may come to that. Never rejects.
   */
  take(id: string, fallback: boolean): Promise<boolean>;
  /**
   * Leaves an interaction to the process that has answered it: should that one be dead, whoever leads need not wait for this one, too.
   * Never rejects.
   */
  leave(id: string): Promise<void>;
  /** From now on this process answers only what none of the others does, those included that answer in place of another one. */
  retire(): void;
};

export type AnswerClaimsParts = {
  readonly interactions: Pick<Interactions, 'claim' | 'claimFallback' | 'leave'>;
  readonly log: Log;
  readonly stop: AbortSignal;
};

export function createAnswerClaims({ interactions, log, stop }: AnswerClaimsParts): AnswerClaims {
  let isRetired = false;

  /** What the store says within the time that there is for it; undefined when it says nothing. */
  async function ask(id: string, question: (id: string) => Promise<boolean>): Promise<boolean | undefined> {
    try {
      return await withDeadline(CLAIM_WAIT, stop, () => question(id));
    } catch (error) {
      if (!stop.aborted) log.warn({ interaction: id, error }, 'the store does not say who answers an interaction');
      return undefined;
    }
  }

  return {
    async take(id, fallback) {
      const arrivedAt = performance.now();
      const isOurs = isRetired ? false : await ask(id, interactions.claim);
      if (isOurs || !fallback) return isOurs === true;
      await pauseUntil(arrivedAt + (isRetired ? LAST_FALLBACK_AFTER : FALLBACK_AFTER), stop);
      if (stop.aborted) return false;
      // Where the store says nothing, nobody knows: Discord takes the first answer alone, and most that is asked for needs the store.
      return isOurs === undefined || ((await ask(id, interactions.claimFallback)) ?? true);
    },
    async leave(id) {
      try {
        await interactions.leave(id);
      } catch (error) {
        if (!stop.aborted)
          log.warn({ interaction: id, error }, 'an interaction could not be left to who has answered it');
      }
    },
    retire() {
      isRetired = true;
    },
  };
}
