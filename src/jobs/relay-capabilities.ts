import { type ActionClass, classify } from '../domain/buttons/action.ts';
import { changeOf } from '../domain/buttons/change.ts';
import { unsoldClasses } from '../domain/buttons/models.ts';
import type { Reason } from '../domain/failures/reason.ts';
import { animatesPicture } from '../domain/job/film-instead.ts';
import type { JobIn } from '../domain/job/job.ts';
import type { Submission } from '../domain/job/request.ts';
import type { Task } from '../domain/job/task.ts';
import { isButtonOff } from '../domain/policy/authorize.ts';
import type { SwitchedOff } from '../domain/policy/server-policy.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { SubmitOutcome } from '../domain/ports/relay.ts';
import type { Refusals } from '../domain/ports/store.ts';

export type RelayCapabilitiesParts = {
  readonly refusals: Refusals;
  /** Tells relays apart: another one may be able to do more. */
  readonly relay: string;
  readonly clock: Clock;
  /** What a server's managers have switched off. */
  readonly switchedOff: SwitchedOff;
  readonly log: Log;
};

/** Knows what the relay cannot do. No method throws. */
export type RelayCapabilities = {
  /**
   * Remembers the button's class when the relay says that it does not support this action, and forgets that when it has
   * taken one of the class after all.
   */
  learn(submission: Submission, outcome: SubmitOutcome): Promise<void>;
  /** The job with only those buttons under its result that the relay can press, and that its server has not switched off. */
  withPressableButtons(job: JobIn<'delivering'>): Promise<JobIn<'delivering'>>;
  /** Takes note of the models that the relay lists for our key: it presses no button for which one is missing. */
  lists(models: readonly string[]): void;
  /** Takes note of what the relay tells of tasks. */
  saw(tasks: readonly Task[]): void;
  /**
   * Whether the relay finds its pictures in Discord by their prompt, as the original midjourney-proxy does: two equal ones
   * under way at once may be mixed up. False while nothing is known of it.
   */
  matchesByPrompt(): boolean;
  /** Reads what is remembered of the relay. To be called once, before anything is submitted. */
  recall(): Promise<void>;
};

/** After this long, in ms, the buttons of a refused class are shown again: relays learn, too. */
export const REFUSAL_MEMORY_MS = 14 * 24 * 3_600_000;

/**
 * As long, in ms, where the gateway's operator only sells nothing of the kind now: some gateways switch a channel off by
 * themselves, and somebody switches it on again.
 */
export const CHANNEL_MEMORY_MS = 24 * 3_600_000;

/** A refusal that speaks of one task says nothing of the same button under others. */
const aboutOneTask =
  /该任务|此任务|不支持的?(?:操作|动作)|(?:找不到|未找到).{0,12}按钮|版本|\bversion\b|\bjob action restricted|\bbutton (?:was |is )?not found|\bthis (?:task|job)\b/i;

/** A refusal for want of a channel or a price. */
const aboutChannel = /\bchannels?\b|渠道|价格|\bprice\b/i;

/** What is remembered of a relay that tells of no buttons, as if it had refused a class of this name. */
const NO_BUTTONS = 'buttons';

/** The same for films of given pictures: while the relay makes these, what animates a single picture works. */
const FILMS = 'video';

/** The time of a refusal that counts no more. */
const LONG_AGO = Number.MIN_SAFE_INTEGER;

/**
 * Buttons that work even where the relay cannot press them: Darkroom answers them with an imagine or a describe of its
 * own. Only `/action` sends them as they are.
 */
const answeredByUs: ReadonlySet<ActionClass> = new Set(['describePick', 'describeAll', 'describeRetry', 'shortenPick']);

/** Whether a relay would refuse every submission of the class. It may only have refused the window that remix opens. */
function isLasting(
  reason: Reason,
  submission: Submission,
): reason is Extract<Reason, { readonly kind: 'unsupported' }> {
  const remix = submission.kind === 'action' && submission.remix;
  return reason.kind === 'unsupported' && !remix && !aboutOneTask.test(reason.detail);
}

/** What is learned of an answer to a submission: whether the relay presses such buttons, or makes films of given pictures. */
function learnable(submission: Submission): string | null {
  if (submission.kind === 'video') return submission.extend ? null : FILMS;
  if (submission.kind !== 'action') return null;
  const { class: kind } = classify(submission.customId);
  return kind === 'unknown' || answeredByUs.has(kind) ? null : refusable(submission.customId);
}

/** What a refused button says no to: its class, and the way it is pressed. */
function refusable(customId: string): string {
  const { class: pressed } = classify(customId);
  return changeOf(customId) ? `change ${pressed}` : pressed;
}

export function createRelayCapabilities({
  refusals,
  relay,
  clock,
  switchedOff,
  log,
}: RelayCapabilitiesParts): RelayCapabilities {
  let hasNoButtons = false;
  /** Classes of buttons for which the key lacks a model, until the relay takes one all the same. */
  let unsold: ReadonlySet<string> = new Set();

  /** Remembers whether the relay tells of buttons, for the next process. */
  async function rememberButtons(): Promise<void> {
    try {
      await refusals.add(relay, { class: NO_BUTTONS, at: hasNoButtons ? clock.now() : LONG_AGO });
    } catch (error) {
      log.warn({ error }, 'what the relay can do could not be remembered');
    }
  }

  async function refusedClasses(): Promise<ReadonlySet<string>> {
    const recent = (await refusals.all(relay)).filter(({ at }) => clock.now() - at < REFUSAL_MEMORY_MS);
    return new Set(recent.map((refusal) => refusal.class));
  }

  return {
    async learn(submission, outcome) {
      const pressed = learnable(submission);
      if (pressed === null) return;
      try {
        if (outcome.kind === 'accepted' && unsold.has(pressed)) {
          unsold = unsold.difference(new Set([pressed]));
        }
        if (outcome.kind === 'accepted' && (await refusedClasses()).has(pressed)) {
          log.info({ class: pressed }, 'the relay can press these buttons again; they are shown from now on');
          await refusals.add(relay, { class: pressed, at: LONG_AGO });
        }
        if (outcome.kind === 'refused' && isLasting(outcome.reason, submission)) {
          log.info({ class: pressed }, 'the relay cannot press these buttons; they are left out from now on');
          const memory = aboutChannel.test(outcome.reason.detail) ? CHANNEL_MEMORY_MS : REFUSAL_MEMORY_MS;
          await refusals.add(relay, { class: pressed, at: clock.now() - REFUSAL_MEMORY_MS + memory });
        }
      } catch (error) {
        log.warn({ class: pressed, error }, 'what the relay can do could not be remembered');
      }
    },

    async withPressableButtons(job) {
      const { outcome } = job;
      if (outcome.kind !== 'pictures' || outcome.buttons.length === 0) return job;
      try {
        const refused = (await refusedClasses()).union(unsold);
        const off = await switchedOff(job.guildId);
        const buttons = outcome.buttons.filter(
          ({ customId }) =>
            !isButtonOff(customId, off) &&
            (!refused.has(refusable(customId)) || (animatesPicture(customId) && !refused.has(FILMS))),
        );
        return { ...job, outcome: { ...outcome, buttons } };
      } catch (error) {
        log.warn({ job: job.id, error }, 'what cannot be pressed could not be read; every button is shown');
        return job;
      }
    },

    lists(models) {
      unsold = unsoldClasses(models);
    },

    saw(tasks) {
      const told = tasks.findLast((task) => task.hasNoButtons || task.buttons.length > 0);
      const lacking = told ? told.hasNoButtons === true : hasNoButtons;
      if (lacking === hasNoButtons) return;
      hasNoButtons = lacking;
      log.info({ buttons: !lacking }, 'the relay tells of buttons, or of none: grids are changed accordingly');
      void rememberButtons();
    },

    matchesByPrompt: () => hasNoButtons,

    async recall() {
      try {
        const remembered = (await refusals.all(relay)).find((refusal) => refusal.class === NO_BUTTONS);
        hasNoButtons = remembered !== undefined && remembered.at !== LONG_AGO;
      } catch (error) {
        log.warn({ error }, 'what is remembered of the relay could not be read');
      }
    },
  };
}
