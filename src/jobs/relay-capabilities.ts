import { type ActionClass, classify } from '../domain/buttons/action.ts';
import type { Reason } from '../domain/failures/reason.ts';
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
  /**
   * Remembers the button's class when the relay says that it does not support this action, and forgets that when it has
   * taken one of the class after all.
   */
  learn(submission: Submission, outcome: SubmitOutcome): Promise<void>;
  /** The job with only those buttons under its result that the relay can press. */
  withPressableButtons(job: JobIn<'delivering'>): Promise<JobIn<'delivering'>>;
};

/** After this long, in ms, the buttons of a refused class are shown again: relays learn, too. */
export const REFUSAL_MEMORY_MS = 14 * 24 * 3_600_000;

/** A refusal that speaks of one task says nothing of the same button under others. */
const aboutOneTask = /该任务|\bthis (?:task|job)\b/i;

/** The time of a refusal that counts no more. */
const LONG_AGO = Number.MIN_SAFE_INTEGER;

/**
 * Buttons that work even where the relay cannot press them: Darkroom answers them with an imagine or a describe of its
 * own. Only `/action` sends them as they are.
 */
const answeredByUs: ReadonlySet<ActionClass> = new Set(['describePick', 'describeAll', 'describeRetry', 'shortenPick']);

/** Whether a relay would refuse every button of the class. It may only have refused the window that remix opens. */
function isLasting(reason: Reason, { remix }: Extract<Submission, { readonly kind: 'action' }>): boolean {
  return reason.kind === 'unsupported' && !remix && !aboutOneTask.test(reason.detail);
}

export function createRelayCapabilities({ refusals, relay, clock, log }: RelayCapabilitiesParts): RelayCapabilities {
  async function refusedClasses(): Promise<ReadonlySet<string>> {
    const recent = (await refusals.all(relay)).filter(({ at }) => clock.now() - at < REFUSAL_MEMORY_MS);
    return new Set(recent.map((refusal) => refusal.class));
  }

  return {
    async learn(submission, outcome) {
      if (submission.kind !== 'action') return;
      const { class: pressed } = classify(submission.customId);
      if (pressed === 'unknown' || answeredByUs.has(pressed)) return;
      try {
        if (outcome.kind === 'accepted' && (await refusedClasses()).has(pressed)) {
          log.info({ class: pressed }, 'the relay can press these buttons again; they are shown from now on');
          await refusals.add(relay, { class: pressed, at: LONG_AGO });
        }
        if (outcome.kind === 'refused' && isLasting(outcome.reason, submission)) {
          log.info({ class: pressed }, 'the relay cannot press these buttons; they are left out from now on');
          await refusals.add(relay, { class: pressed, at: clock.now() });
        }
      } catch (error) {
        log.warn({ class: pressed, error }, 'what the relay can do could not be remembered');
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
