import type { Job } from '../../domain/job/job.ts';
import type { LeaderContext } from '../context.ts';
import type { KnownRelay } from '../relays.ts';
import type { Tickets } from './breakers.ts';
import { beingMade, createLookalikes, type Lookalikes } from './equal-prompts.ts';
import type { Routing } from './routing.ts';
import type { Scheduler } from './scheduler.ts';

/** Where a job is submitted, now that it is its turn. Its tickets tell the relay's breakers of it. */
export type Turn = { readonly relay: KnownRelay; readonly tickets: Tickets };

/** Finds the jobs whose turn it is, and a relay for each. */
export function createNextJobs(
  { relays, openJobs, clock }: Pick<LeaderContext, 'relays' | 'openJobs' | 'clock'>,
  routing: Pick<Routing, 'candidates' | 'breakersOf'>,
  scheduler: Pick<Scheduler, 'free' | 'startable' | 'takenAt'>,
) {
  /** What a relay may be making now, or is about to be asked for. */
  function madeAt(relay: KnownRelay): Lookalikes {
    const soon = openJobs.in('waiting', 'window').filter(({ id }) => scheduler.takenAt(id) === relay.name);
    return createLookalikes([...soon, ...beingMade(openJobs, clock.now()).filter((job) => relays.of(job) === relay)]);
  }

  /** Whether a relay takes a submission now, were there one. */
  const isOpen = (relay: KnownRelay) => relay.looking.refusal() === null && routing.breakersOf(relay).room() > 0;

  return {
    /**
     * As many jobs as can begin now, but none that `rests`. Each has its tickets already, as every beginning may be the last that the
     * breakers let through.
     */
    next(rests: (job: Job) => boolean): ReadonlyMap<Job, Turn> {
      const next = new Map<Job, Turn>();
      const free = new Map(relays.all.map((relay) => [relay, isOpen(relay) ? scheduler.free(relay.name) : 0]));
      const lookalikes = new Map<KnownRelay, Lookalikes>();
      const hasRoom = () => free.values().some((slots) => slots > 0);
      if (!hasRoom()) return next;

      function couldMixUp(relay: KnownRelay, job: Job): boolean {
        if (!relay.capabilities.matchesByPrompt()) return false;
        const made = lookalikes.get(relay) ?? madeAt(relay);
        lookalikes.set(relay, made);
        return made.includes(job);
      }

      function relayFor(job: Job): KnownRelay | undefined {
        return routing.candidates(job).find((relay) => {
          const slots = free.get(relay) ?? 0;
          return slots > 0 && routing.breakersOf(relay).room(job.requester.id) > 0 && !couldMixUp(relay, job);
        });
      }

      for (const job of scheduler.startable((one) => rests(one) || relayFor(one) === undefined)) {
        const relay = relayFor(job);
        if (!relay) continue;
        const breakers = routing.breakersOf(relay);
        next.set(job, { relay, tickets: breakers.begin(job.requester.id) });
        lookalikes.get(relay)?.add(job);
        free.set(relay, breakers.room() > 0 ? (free.get(relay) ?? 0) - 1 : 0);
        if (!hasRoom()) break;
      }
      return next;
    },
  };
}
