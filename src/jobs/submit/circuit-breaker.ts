import type { Reason } from '../../domain/failures/reason.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { SubmitOutcome } from '../../domain/ports/relay.ts';

/** How long nothing is sent to a relay that is full or in trouble, in ms: doubled with every time in a row. */
export const PAUSE = { least: 2_000, most: 60_000 };
/**
 * After so many submissions in a row without a usable answer nothing more is sent: each of them may have been charged.
 */
export const STRIKES = 3;
/** How many of them are remembered. */
const MOST_STRIKES = 100;

/** A submission on its way. `pause` is how many pauses had begun before it. */
export type Ticket = { readonly pause: number };

/**
 * Stands between the waiting jobs and the relay. It opens when the relay cannot be reached, or has left several
 * submissions unanswered: then nothing that may cost is sent. After a while the relay is asked for something free; if it
 * answers, one submission is let through on trial, and its outcome closes the breaker or opens it again. A relay that is
 * full is left alone for a while, too.
 */
export type CircuitBreaker = {
  /** How many submissions may begin now. */
  room(): number;
  /** A submission takes a ticket when it begins and gives it back with its outcome; null when none was sent. */
  begin(): Ticket;
  end(ticket: Ticket, outcome: SubmitOutcome | null, memberId?: string): void;
  /** Whether it is time to ask the relay for something free. */
  wantsProbe(): boolean;
  probed(alive: boolean): void;
  /** Since when the relay is in trouble, in `monotonic` ms; null while it is well. */
  troubledSince(): number | null;
};

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly since: number }
  | { readonly kind: 'halfOpen'; readonly since: number; readonly trial: Ticket | null };

/** Refusals that Darkroom may have decided by itself, before the relay was asked: they say nothing about the relay. */
const ownRefusals: ReadonlySet<Reason['kind']> = new Set(['pictureUnreadable', 'pictureTooLarge']);

/** What puts off one job and says nothing of others: each of these waits for itself. */
const ofOneJob: ReadonlySet<Reason['kind']> = new Set(['taskNotReady', 'noAccount']);

/** `fewest` is of how many members submissions must have gone unanswered before it opens. */
export function createCircuitBreaker(clock: Pick<Clock, 'monotonic'>, fewest = 1): CircuitBreaker {
  let state: State = { kind: 'closed' };
  /** The members of the submissions in a row without a usable answer. */
  let strikes: readonly string[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let pauses = 0;
  let pausesInARow = 0;

  /**
   * `isNews` is false for a submission that began before the last pause: many may fail at once for one cause, and only
   * the first of them makes the pauses longer.
   */
  function pause(isNews: boolean, retryAfter: number | null): void {
    const own = isNews ? PAUSE.least * 2 ** pausesInARow : 0;
    pausedUntil = Math.max(pausedUntil, clock.monotonic() + Math.min(retryAfter ?? own, PAUSE.most));
    if (!isNews) return;
    pauses += 1;
    pausesInARow += 1;
  }

  function open(): void {
    state = { kind: 'open', since: state.kind === 'closed' ? clock.monotonic() : state.since };
    pause(true, null);
  }

  function close(): void {
    strikes = [];
    state = { kind: 'closed' };
  }

  function strike(isTrial: boolean, isReached: boolean, memberId: string): void {
    if (state.kind === 'closed') strikes = [...strikes, memberId].slice(-MOST_STRIKES);
    const isEnough = !isReached || (strikes.length >= STRIKES && new Set(strikes).size >= fewest);
    if (isTrial || (state.kind === 'closed' && isEnough)) open();
  }

  function judge(outcome: SubmitOutcome, isTrial: boolean, isNews: boolean, memberId: string): void {
    switch (outcome.kind) {
      case 'accepted':
      case 'images':
        pausesInARow = 0;
        close();
        break;
      case 'refused':
        if (!ownRefusals.has(outcome.reason.kind)) close();
        break;
      case 'busy':
        close();
        if (!ofOneJob.has(outcome.reason.kind)) pause(isNews, outcome.retryAfter);
        break;
      case 'unreached':
      case 'unknown':
        strike(isTrial, outcome.kind === 'unknown', memberId);
        break;
    }
  }

  return {
    room() {
      if (clock.monotonic() < pausedUntil || state.kind === 'open') return 0;
      if (state.kind === 'halfOpen') return state.trial ? 0 : 1;
      return Number.POSITIVE_INFINITY;
    },
    begin() {
      const ticket = { pause: pauses };
      if (state.kind === 'halfOpen') state = { ...state, trial: ticket };
      return ticket;
    },
    end(ticket, outcome, memberId = '') {
      const isTrial = state.kind === 'halfOpen' && state.trial === ticket;
      if (state.kind === 'halfOpen' && isTrial) state = { ...state, trial: null };
      if (outcome) judge(outcome, isTrial, ticket.pause === pauses, memberId);
    },
    wantsProbe: () => state.kind === 'open' && clock.monotonic() >= pausedUntil,
    probed(alive) {
      if (state.kind !== 'open') return;
      if (alive) state = { kind: 'halfOpen', since: state.since, trial: null };
      else open();
    },
    troubledSince: () => (state.kind === 'closed' ? null : state.since),
  };
}
