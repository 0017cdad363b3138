import type { Clock } from '../../domain/ports/clock.ts';
import type { SubmitOutcome } from '../../domain/ports/relay.ts';
import { type CircuitBreaker, createCircuitBreaker, type Ticket } from './circuit-breaker.ts';

/** The tickets of one submission: of the breaker for everybody, and of its member's own. */
export type Tickets = { readonly all: Ticket; readonly own: Ticket; readonly breaker: CircuitBreaker };

/**
 * One breaker for everybody, and one for each member. Submissions that go unanswered may be the fault of what one member
 * sends, so these alone stop only that member; as soon as another one's go unanswered as well, everybody waits.
 */
export function createBreakers(clock: Pick<Clock, 'monotonic'>) {
  const all = createCircuitBreaker(clock, 2);
  /** Of members whose last submissions went unanswered or are on their way. */
  const own = new Map<string, CircuitBreaker>();

  function ownOf(memberId: string): CircuitBreaker {
    const breaker = own.get(memberId) ?? createCircuitBreaker(clock, 1);
    own.set(memberId, breaker);
    return breaker;
  }

  return {
    /** How many submissions may begin now: of this member, or of all. */
    room: (memberId?: string) =>
      Math.min(all.room(), (memberId === undefined ? null : own.get(memberId)?.room()) ?? Number.POSITIVE_INFINITY),
    begin(memberId: string): Tickets {
      const breaker = ownOf(memberId);
      return { all: all.begin(), own: breaker.begin(), breaker };
    },
    end(tickets: Tickets, outcome: SubmitOutcome | null, memberId: string): void {
      all.end(tickets.all, outcome, memberId);
      tickets.breaker.end(tickets.own, outcome?.kind === 'unknown' ? outcome : null, memberId);
      // Whoever is answered shows that the relay is well.
      if (outcome && outcome.kind !== 'unknown' && outcome.kind !== 'unreached') own.clear();
    },
    /** Whether it is time to ask the relay for something free. */
    wantsProbe: () => all.wantsProbe() || own.values().some((breaker) => breaker.wantsProbe()),
    probed(alive: boolean): void {
      for (const breaker of [all, ...own.values()]) if (breaker.wantsProbe()) breaker.probed(alive);
    },
    /** Since when the relay is in trouble for this member, or for everybody, in `monotonic` ms; null while it is well. */
    troubledSince: (memberId?: string) =>
      all.troubledSince() ?? (memberId === undefined ? null : (own.get(memberId)?.troubledSince() ?? null)),
    /** Whether single members wait because of what became of their own submissions. */
    holdsMembers: () => own.values().some((breaker) => breaker.troubledSince() !== null),
  };
}
