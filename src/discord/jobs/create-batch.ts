import type { BaseInteraction } from 'discord.js';
import { AlreadyAnswered } from '../../domain/failures/errors.ts';
import type { ReceivedJob } from '../../domain/job/job.ts';
import type { AccessContext } from '../../domain/policy/access.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Store } from '../../domain/ports/store.ts';
import type { Engine } from '../../jobs/engine.ts';
import type { IntakeOutcome } from '../../jobs/intake/admission.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { renderWithText } from '../render/text-refusal.ts';
import type { Responder } from '../responder.ts';
import { troubleOf } from '../rest/errors.ts';
import { type Gesture, jobOf, withPrivacy } from './gesture.ts';
import type { Onboarding } from './onboarding.ts';

export type BatchCreatorParts = {
  readonly engine: Pick<Engine, 'acceptAll' | 'acceptGroup'>;
  readonly members: Store['members'];
  readonly onboard: Onboarding;
  readonly log: Log;
};

/** Makes several jobs of one interaction. */
export function createBatchCreator({ engine, members, onboard, log }: BatchCreatorParts) {
  /** The creator for one interaction. */
  return (
    interaction: BaseInteraction,
    responder: Responder,
    words: Catalogue,
    access: () => Promise<AccessContext>,
  ) => {
    /**
     * The jobs of the gestures, numbered after the interaction's id. Only a job whose message is the interaction's first
     * answer has that id itself.
     */
    function jobsOf(gestures: readonly Gesture[], firstAnswers: boolean): Promise<readonly ReceivedJob[]> {
      return Promise.all(
        gestures.map(async (gesture, index) => {
          const id = firstAnswers && index === 0 ? interaction.id : `${interaction.id}-${index + 1}`;
          const decided = await withPrivacy(gesture, interaction, members);
          return jobOf(interaction, decided, responder.reply, id);
        }),
      );
    }

    /** Tells what the messages of the jobs do not tell. `text`: what the jobs are made of, for a member whose jobs are refused. */
    async function tellOutcomes(outcomes: readonly IntakeOutcome[], text: string): Promise<void> {
      const refuse = (sentence: string) => responder.tell(renderWithText(sentence, text));
      const [first] = outcomes;
      const begun = outcomes.filter(({ kind }) => kind === 'begun').length;
      const unseen = outcomes.filter(({ kind }) => kind === 'unseen').length;
      if (first?.kind === 'stopping') return refuse(words.replies.restarting);
      if (first?.kind === 'tooMany') return refuse(words.replies.tooManyWaiting(first.limit));
      const denied = outcomes.find((outcome) => outcome.kind === 'denied');
      if (denied) return refuse(words.policy.denied(denied.denial));
      responder.handOver();
      if (begun === 0) return;
      if (unseen > 0) await responder.tell(words.batches.missing(unseen));
      await onboard(interaction.user.id, responder, words);
    }

    return {
      async beginAll(gestures: readonly Gesture[], opening?: () => Promise<void>): Promise<void> {
        const jobs = await jobsOf(gestures, opening === undefined);
        const open = async () => {
          // When Discord has not taken the first answer, it takes no further messages either, and no job begins.
          await opening?.().catch((error: unknown) => {
            if (error instanceof AlreadyAnswered) throw error;
            log.info(
              { interaction: interaction.id, trouble: troubleOf(error) },
              'a confirmation could not be answered',
            );
          });
        };
        const text = [...new Set(gestures.map(({ prompt }) => prompt))].join('\n');
        await tellOutcomes(await engine.acceptAll(jobs, await access(), open), text);
      },

      async beginGroup(gestures: readonly Gesture[]): Promise<readonly IntakeOutcome[]> {
        const outcomes = await engine.acceptGroup(await jobsOf(gestures, false), await access());
        if (outcomes.some(({ kind }) => kind === 'begun' || kind === 'unseen')) responder.handOver();
        return outcomes;
      },
    };
  };
}

export type BatchCreator = ReturnType<typeof createBatchCreator>;
