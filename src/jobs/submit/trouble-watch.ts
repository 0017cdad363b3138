import type { SubmitOutcome } from '../../domain/ports/relay.ts';
import type { LeaderContext } from '../context.ts';
import type { KnownRelay } from '../relays.ts';
import type { Tickets } from './breakers.ts';
import type { Routing } from './routing.ts';

/** Notices when the trouble of a relay begins and ends. `onProbed` is called when a relay in trouble has been asked how it is. */
export function createTroubleWatch(
  { relays, clock, log, signal }: Pick<LeaderContext, 'relays' | 'clock' | 'log' | 'signal'>,
  { breakersOf }: Pick<Routing, 'breakersOf'>,
  onProbed: () => void,
) {
  const probed = new Set<string>();

  async function ask(relay: KnownRelay): Promise<void> {
    if (probed.has(relay.name)) return;
    probed.add(relay.name);
    const alive = await relay.port.isReachable(signal);
    probed.delete(relay.name);
    breakersOf(relay).probed(alive);
    onProbed();
  }

  return {
    /** Asks relays in trouble for something free, where it is time to. */
    probe(): void {
      for (const relay of relays.all) if (breakersOf(relay).wantsProbe()) void ask(relay);
    },

    /** Takes the end of a submission, and tells the operator when it begins or ends the trouble of its relay. */
    ended(relay: KnownRelay, tickets: Tickets, outcome: SubmitOutcome, memberId: string): void {
      const breakers = breakersOf(relay);
      const { name } = relay;
      const before = breakers.troubledSince(memberId);
      breakers.end(tickets, outcome, memberId);
      const after = breakers.troubledSince(memberId);
      if (before === null && after !== null) {
        if (breakers.troubledSince() === null)
          log.warn({ memberId, relay: name }, 'one member’s submissions go unanswered: theirs wait');
        else log.warn({ relay: name }, 'the relay is in trouble: jobs wait until it answers again');
      }
      if (before !== null && after === null)
        log.info({ relay: name, ms: clock.monotonic() - before }, 'the relay answers again');
    },
  };
}
