import { type ActionClass, classify } from '../domain/buttons/action.ts';
import type { JobIn } from '../domain/job/job.ts';
import type { Submission } from '../domain/job/request.ts';
import type { Clock, Log, Refusals, SubmitOutcome } from '../domain/ports.ts';

export type RelayCapabilitiesParts = {
  readonly refusals: Refusals;
  /** Tells relays apart: another one may be able to do more. */
  readonly relay: string;
  readonly clock: Clock;
  readonly log: Log;
};

/** Knows which classes of buttons the relay cannot press. Neither method throws. */
export type RelayCapabilities = {
  /** Remembers the button's class when the relay says that it does not support this action. */
  learn(submission: Submission, outcome: SubmitOutcome): Promise<void>;
  /** The job with only those buttons under its result that the relay can press. */
  withPressableButtons(job: JobIn<'delivering'>): Promise<JobIn<'delivering'>>;
};

/** After this long, in ms, the buttons of a refused class are shown again: relays learn, too. */
export const REFUSAL_MEMORY_MS = 14 * 24 * 3_600_000;

/**
 * Buttons that work even where the relay cannot press them: Darkroom answers them with an imagine or a describe of its
 * own. Only `/action` sends them as they are.
 */
const answeredByUs: ReadonlySet<ActionClass> = new Set(['describePick', 'describeAll', 'describeRetry', 'shortenPick']);

export function createRelayCapabilities({ refusals, relay, clock, log }: RelayCapabilitiesParts): RelayCapabilities {
  async function refusedClasses(): Promise<ReadonlySet<string>> {
    const recent = (await refusals.all(relay)).filter(({ at }) => clock.now() - at < REFUSAL_MEMORY_MS);
    return new Set(recent.map((refusal) => refusal.class));
  }

  return {
    async learn(submission, outcome) {
      if (submission.kind !== 'action' || outcome.kind !== 'refused' || outcome.reason.kind !== 'unsupported') return;
      const { class: refused } = classify(submission.customId);
      if (refused === 'unknown' || answeredByUs.has(refused)) return;
      log.info({ class: refused }, 'the relay cannot press these buttons; they are left out from now on');
      try {
        await refusals.add(relay, { class: refused, at: clock.now() });
      } catch (error) {
        log.warn({ class: refused, error }, 'a refusal could not be remembered');
      }
    },

    async withPressableButtons(job) {
      const { outcome } = job;
      if (outcome.kind !== 'pictures' || outcome.buttons.length === 0) return job;
      try {
        const refused = await refusedClasses();
        const buttons = outcome.buttons.filter(({ customId }) => !refused.has(classify(customId).class));
        return { ...job, outcome: { ...outcome, buttons } };
      } catch (error) {
        log.warn({ job: job.id, error }, 'what the relay cannot do could not be read; every button is shown');
        return job;
      }
    },
  };
}
