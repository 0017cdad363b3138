import { setTimeout as delay } from 'node:timers/promises';
import type { BaseInteraction } from 'discord.js';
import type { Job, Place, ReceivedJob } from '../../domain/job/job.ts';
import type { WindowText } from '../../domain/job/request.ts';
import type { Delivery } from '../../domain/ports.ts';
import type { Runner } from '../../jobs/engine.ts';
import type { Accepted } from '../../jobs/intake/admission.ts';
import type { Words } from '../../text/catalogue.ts';
import type { DiscordBoard } from '../presenter/presenter.ts';
import { gestureOf } from '../render/body.ts';
import { messageLink } from '../render/link.ts';
import type { Answer } from '../responder.ts';
import { type Gesture, jobOf } from './gesture.ts';
import type { Welcome } from './onboarding.ts';
import type { Encore } from './repost.ts';

export type CounterParts = {
  readonly runner: Pick<Runner, 'accept' | 'answerWindow' | 'begun' | 'job' | 'retry'>;
  readonly board: Pick<DiscordBoard, 'exists'>;
  readonly encore: Encore;
  readonly welcome: Welcome;
};

/** How a result is shown again: unless told otherwise, only to this member, its pictures looked up. */
export type Again = { readonly hidden?: boolean; readonly copies?: readonly string[] };

/** What became of a direct message; `kept`: Discord does not let us write to this member. */
export type Mailed = Delivery['kind'] | 'gone';

/** How long a press waits for the message of the one before it, in ms. */
const PLACING = 1_000;

/** The job's message, null where it cannot be looked at from where a member acts now: it may be in somebody's DMs. */
function placeSeenBy({ channelId, user }: BaseInteraction, job: Job): Place | null {
  const place = 'place' in job ? job.place : null;
  return place?.channelId === channelId && (!job.private || job.requester.id === user.id) ? place : null;
}

/** Where gestures are handed in: the runner decides, the member is told. */
export function createCounter({ runner, board, encore, welcome }: CounterParts) {
  /** The runner answers through the board; whatever it leaves unanswered is told here. */
  async function hand(
    interaction: BaseInteraction,
    answer: Answer,
    words: Words,
    take: () => Promise<Accepted>,
  ): Promise<void> {
    const accepted = await take();
    switch (accepted.kind) {
      case 'begun':
        answer.handOver();
        return welcome(interaction.user.id, answer, words);
      case 'unseen':
      case 'replayed':
        answer.handOver();
        return;
      case 'stopping':
        return answer.tell(words.replies.restarting);
      case 'tooMany':
        return answer.tell(words.replies.tooManyWaiting(accepted.limit));
      case 'gone':
        return answer.tell(words.replies.buttonsExpired);
      case 'doubled':
        return answer.tell(words.replies.doubleClick);
      case 'claimed':
        return pointAt(accepted.by, interaction, answer, words);
    }
  }

  /** A press that came a moment earlier may not have its message yet; this one must be answered in time all the same. */
  async function placed(earlier: Job): Promise<Job> {
    const patience = new AbortController();
    const late = delay(PLACING, undefined, { signal: patience.signal }).catch(() => undefined);
    const job = await Promise.race([runner.begun(earlier.id), late]);
    patience.abort();
    return job ?? earlier;
  }

  /** Somebody's earlier press made, or is making, just this. */
  async function pointAt(found: Job, interaction: BaseInteraction, answer: Answer, words: Words): Promise<void> {
    const earlier = found.step === 'received' ? await placed(found) : found;
    const gesture = gestureOf(earlier, words);
    const place = placeSeenBy(interaction, earlier);
    if (earlier.step !== 'settled') {
      return answer.tell(
        place ? words.replies.alreadyMaking(gesture, messageLink(place)) : words.replies.beingMade(gesture),
      );
    }
    const own = await answer.think();
    if (place && (await board.exists(place)) !== 'no') {
      return answer.tell(words.replies.alreadyExists(gesture, messageLink(place)));
    }
    if (own) await showAgain(interaction, earlier.id, own, answer);
  }

  /** At an answer of this interaction. A job that is not settled, or came to nothing, has nothing to show. */
  async function showAgain(
    { user, locale: own, guildLocale, attachmentSizeLimit: attachmentLimit }: BaseInteraction,
    jobId: string,
    place: Place,
    { reply }: Answer,
    { hidden = true, copies }: Again = {},
  ): Promise<void> {
    const earlier = await runner.job(jobId);
    if (earlier?.step !== 'settled') return;
    const locale = hidden ? own : (guildLocale ?? own);
    const hall = { place, reply, hidden, memberId: user.id, locale, attachmentLimit };
    await encore.show(earlier, { ...hall, ...(copies && { copies }) });
  }

  return {
    begin(interaction: BaseInteraction, gesture: Gesture, answer: Answer, words: Words): Promise<void> {
      const job = jobOf(interaction, gesture, answer.reply);
      return hand(interaction, answer, words, () => runner.accept(job));
    },

    retry(interaction: BaseInteraction, jobId: string, answer: Answer, words: Words): Promise<void> {
      const again = ({ request, text, prompt, parent, private: hidden }: Job): ReceivedJob => {
        const gesture = { request, prompt, private: hidden, ...(text && { text }), ...(parent && { parent }) };
        return jobOf(interaction, gesture, answer.reply);
      };
      return hand(interaction, answer, words, () => runner.retry(jobId, interaction.id, again));
    },

    showAgain,

    /** By DM. `gone`: there is nothing to show. */
    async mail(
      { user, locale, attachmentSizeLimit: attachmentLimit }: BaseInteraction,
      jobId: string,
      copies: readonly string[],
    ): Promise<Mailed> {
      const earlier = await runner.job(jobId);
      if (earlier?.step !== 'settled') return 'gone';
      return encore.mail(earlier, { memberId: user.id, locale, attachmentLimit, copies });
    },

    async answerWindow(jobId: string, text: WindowText, answer: Answer, words: Words): Promise<void> {
      await answer.accept();
      const taken = await runner.answerWindow(jobId, text, answer.reply);
      if (taken === 'late') await answer.tell(words.replies.doubleClick);
      if (taken === 'gone') await answer.tell(words.replies.buttonsExpired);
    },
  };
}

export type Counter = ReturnType<typeof createCounter>;
