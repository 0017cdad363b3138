import type { BaseInteraction } from 'discord.js';
import type { ReceivedJob } from '../../domain/job/job.ts';
import type { Log } from '../../domain/ports.ts';
import type { Engine } from '../../jobs/engine.ts';
import type { Accepted } from '../../jobs/intake/admission.ts';
import type { Words } from '../../text/catalogue.ts';
import type { Responder } from '../responder.ts';
import { troubleOf } from '../rest/errors.ts';
import { type Gesture, jobOf } from './gesture.ts';
import type { Onboarding } from './onboarding.ts';

export type BatchCreatorParts = {
  readonly engine: Pick<Engine, 'acceptAll' | 'acceptTogether'>;
  readonly onboard: Onboarding;
  readonly log: Log;
};

/** Where the gestures of one interaction that makes several jobs are handed in. */
export function createBatchCreator({ engine, onboard, log }: BatchCreatorParts) {
  /** The first job has the interaction's id only when its message is the interaction's first answer. */
  function jobsOf(interaction: BaseInteraction, gestures: readonly Gesture[], responder: Responder, plain: boolean) {
    return gestures.map((gesture, index): ReceivedJob => {
      const id = plain && index === 0 ? interaction.id : `${interaction.id}-${index + 1}`;
      return { ...jobOf(interaction, gesture, responder.reply), id, state: id };
    });
  }

  async function tellRest(
    accepted: readonly Accepted[],
    { user }: BaseInteraction,
    responder: Responder,
    words: Words,
  ): Promise<void> {
    const [first] = accepted;
    const seen = accepted.filter(({ kind }) => kind === 'begun').length;
    const unseen = accepted.filter(({ kind }) => kind === 'unseen').length;
    if (first?.kind === 'stopping') return responder.tell(words.replies.restarting);
    if (first?.kind === 'tooMany') return responder.tell(words.replies.tooManyWaiting(first.limit));
    responder.handOver();
    if (seen === 0) return;
    if (unseen > 0) await responder.tell(words.many.missing(unseen));
    await onboard(user.id, responder, words);
  }

  return {
    /** Each in a message of its own. `opening` is the interaction's first answer; without it that is the first job's message. */
    async begin(
      interaction: BaseInteraction,
      gestures: readonly Gesture[],
      responder: Responder,
      words: Words,
      opening?: () => Promise<void>,
    ): Promise<void> {
      const jobs = jobsOf(interaction, gestures, responder, opening === undefined);
      const open = async () => {
        // Without an answer Discord takes no further messages either: then nothing begins.
        await opening?.().catch((error: unknown) => {
          log.info({ interaction: interaction.id, trouble: troubleOf(error) }, 'a confirmation could not be answered');
        });
      };
      await tellRest(await engine.acceptAll(jobs, open), interaction, responder, words);
    },

    /** All in one message, the interaction's first answer. When none has begun, the caller answers. */
    async beginTogether(
      interaction: BaseInteraction,
      gestures: readonly Gesture[],
      responder: Responder,
    ): Promise<readonly Accepted[]> {
      const accepted = await engine.acceptTogether(jobsOf(interaction, gestures, responder, false));
      if (accepted.some(({ kind }) => kind === 'begun' || kind === 'unseen')) responder.handOver();
      return accepted;
    },
  };
}

export type BatchCreator = ReturnType<typeof createBatchCreator>;
