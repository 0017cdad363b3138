import { RelayError } from '../domain/failures/errors.ts';
import type { LookRefusal } from '../domain/failures/look-refusal.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';

/**
 * Knows whether the relay lets us look at tasks. Where it does not, whatever is submitted is charged and never seen, so
 * nothing is.
 */
export type Looking = {
  /** Why the relay does not let us look, null while it does. */
  refusal(): LookRefusal | null;
  /** Takes what came of a question about tasks: what it threw, null when it was answered. */
  heard(failure: unknown): void;
  /** Asks the relay now. Never rejects. */
  ask(): Promise<void>;
  /** Asks the relay again, when it refused and that is a while ago: it may be that nobody else asks it for anything. */
  askAgain(): void;
};

export type LookingParts = {
  readonly relay: Pick<Relay, 'fetch' | 'list'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly alerts: Alerts;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called when the relay refuses from now on, for this reason or another one, or refuses no longer. */
  readonly onChange: () => void;
};

/** The pause before a relay that refused is asked again, in ms: doubled each time, up to `most`. */
const PAUSE = { least: 1_000, most: 60_000 };
/** The id of no task: asking for it is free. */
const NO_TASK = '0';

export function createLooking({ relay, clock, alerts, log, signal, onChange }: LookingParts): Looking {
  let refusal: LookRefusal | null = null;
  let pause = PAUSE.least;
  let dueAt = 0;

  function heard(failure: unknown): void {
    const isAnswer = failure === null || (failure instanceof RelayError && failure.refusal !== null);
    // A relay that is silent or broken says nothing about the key.
    if (!isAnswer) return;
    const before = refusal;
    refusal = failure === null ? null : failure.refusal;
    if (refusal === before) return;
    pause = PAUSE.least;
    dueAt = clock.monotonic() + pause;
    tell(refusal);
    onChange();
  }

  function tell(now: LookRefusal | null): void {
    if (now !== 'usedUp') alerts.clear('creditUsedUp');
    if (now === 'usedUp' || now === null) alerts.clear('keyRefused');
    if (now === null) log.info({}, 'the relay lets us read its tasks again');
    else alerts.raise(now === 'usedUp' ? { kind: 'creditUsedUp' } : { kind: 'keyRefused', why: now });
  }

  async function ask(): Promise<void> {
    try {
      await relay.fetch(NO_TASK, signal).catch(async () => relay.list([NO_TASK], signal));
      heard(null);
    } catch (error) {
      heard(error);
    }
  }

  return {
    refusal: () => refusal,
    heard,
    ask,
    askAgain() {
      if (!refusal || clock.monotonic() < dueAt) return;
      pause = Math.min(2 * pause, PAUSE.most);
      dueAt = clock.monotonic() + pause;
      void ask();
    },
  };
}
