import type { Log } from '../../domain/ports/log.ts';
import type { Interactions } from '../../domain/ports/store.ts';
import { pause, withDeadline } from '../../lib/timeout.ts';
import { CLAIM_WAIT, FALLBACK_AFTER } from '../rest/deadlines.ts';

/** Decides whether this process answers an interaction, which Discord brings to every process that is connected. */
export type Turns = {
  /**
   * Resolves with true when this process is to answer: at once when it was the first to claim the interaction, and a second after it
   * came when nobody has answered by then. `fallback`: whether it may come to that. Never rejects.
   */
  take(id: string, fallback: boolean): Promise<boolean>;
  /** From now on this process answers only what nobody else does. Resolves when it is known of all that have come who answers them. */
  retire(): Promise<void>;
};

export type TurnsParts = {
  readonly interactions: Pick<Interactions, 'claim' | 'claimFallback'>;
  readonly log: Log;
  readonly stop: AbortSignal;
};

export function createTurns({ interactions, log, stop }: TurnsParts): Turns {
  const running = new Set<Promise<boolean>>();
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

  async function decide(id: string, fallback: boolean): Promise<boolean> {
    const arrivedAt = performance.now();
    if (!isRetired && (await ask(id, interactions.claim))) return true;
    if (!fallback) return false;
    await pause(Math.max(0, FALLBACK_AFTER - (performance.now() - arrivedAt)), stop);
    if (stop.aborted) return false;
    // Without the store nobody knows. Discord takes the first answer alone, and most that members ask for needs the store.
    return (await ask(id, interactions.claimFallback)) ?? true;
  }

  return {
    take(id, fallback) {
      const turn = decide(id, fallback).finally(() => running.delete(turn));
      running.add(turn);
      return turn;
    },
    async retire() {
      isRetired = true;
      while (running.size > 0) await Promise.all(running);
    },
  };
}
