import { type ActionClass, classify } from '../../domain/buttons/action.ts';
import type { JobIn } from '../../domain/job/job.ts';
import type { Clock, Log, Refusals, Relay } from '../../domain/ports.ts';

export type RelayCapabilitiesParts = {
  readonly refusals: Refusals;
  /** Tells relays apart: another one may be able to do more. */
  readonly relay: string;
  readonly clock: Clock;
  readonly log: Log;
};

/** After this long, in ms, a refused class is offered again: relays learn, too. */
export const REFUSAL_MEMORY_MS = 14 * 24 * 3_600_000;

/** Buttons that work without the relay's own: they imagine or describe. Only `/action` sends them as they are. */
const ours: ReadonlySet<ActionClass> = new Set(['describePick', 'describeAll', 'describeRetry', 'shortenPick']);

/** Learns from its refusals which buttons a relay cannot press, and leaves those out of later results. */
export function createRelayCapabilities({ refusals, relay, clock, log }: RelayCapabilitiesParts) {
  async function refused(): Promise<ReadonlySet<string>> {
    const fresh = (await refusals.all(relay)).filter(({ at }) => clock.now() - at < REFUSAL_MEMORY_MS);
    return new Set(fresh.map((refusal) => refusal.class));
  }

  return {
    /** The same submit, listened to. */
    watched(submit: Relay['submit']): Relay['submit'] {
      return async (submission, state, signal) => {
        const outcome = await submit(submission, state, signal);
        const kind = submission.kind === 'action' ? classify(submission.customId).class : 'unknown';
        if (
          kind !== 'unknown' &&
          !ours.has(kind) &&
          outcome.kind === 'refused' &&
          outcome.reason.kind === 'unsupported'
        ) {
          log.info({ class: kind }, 'the relay cannot press these buttons; they are left out from now on');
          await refusals.add(relay, { class: kind, at: clock.now() }).catch((error: unknown) => {
            log.warn({ class: kind, error }, 'a refusal could not be remembered');
          });
        }
        return outcome;
      };
    },

    /** The job with only those buttons under its result that the relay takes. Never throws. */
    async offered(job: JobIn<'delivering'>): Promise<JobIn<'delivering'>> {
      const { outcome } = job;
      if (outcome.kind !== 'pictures' || outcome.buttons.length === 0) return job;
      try {
        const without = await refused();
        const buttons = outcome.buttons.filter(({ customId }) => !without.has(classify(customId).class));
        return { ...job, outcome: { ...outcome, buttons } };
      } catch (error) {
        log.warn({ job: job.id, error }, 'what the relay cannot do could not be read; every button is shown');
        return job;
      }
    },
  };
}
