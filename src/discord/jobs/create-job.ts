import { setTimeout as delay } from 'node:timers/promises';
import type { BaseInteraction } from 'discord.js';
import type { Job, Place, ReceivedJob } from '../../domain/job/job.ts';
import type { WindowText } from '../../domain/job/request.ts';
import type { Delivery } from '../../domain/ports.ts';
import type { Engine } from '../../jobs/engine.ts';
import type { Accepted } from '../../jobs/intake/admission.ts';
import type { Words } from '../../text/catalogue.ts';
import type { DiscordPresenter } from '../presenter/presenter.ts';
import { gestureOf } from '../render/body.ts';
import { messageLink } from '../render/link.ts';
import type { Responder } from '../responder.ts';
import { type Gesture, jobOf } from './gesture.ts';
import type { Onboarding } from './onboarding.ts';
import type { Repost } from './repost.ts';

export type JobCreatorParts = {
  readonly engine: Pick<Engine, 'accept' | 'answerWindow' | 'begun' | 'job' | 'retry'>;
  readonly presenter: Pick<DiscordPresenter, 'exists'>;
  readonly repost: Repost;
  readonly onboard: Onboarding;
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

/** Where gestures are handed in: the engine decides, the member is told. */
export function createJobCreator({ engine, presenter, repost, onboard }: JobCreatorParts) {
  /** The engine answers through the presenter; whatever it leaves unanswered is told here. */
  async function hand(
    interaction: BaseInteraction,
    responder: Responder,
    words: Words,
    take: () => Promise<Accepted>,
  ): Promise<void> {
    const accepted = await take();
    switch (accepted.kind) {
      case 'begun':
        responder.handOver();
        return onboard(interaction.user.id, responder, words);
      case 'unseen':
      case 'replayed':
        responder.handOver();
        return;
      case 'stopping':
        return responder.tell(words.replies.restarting);
      case 'tooMany':
        return responder.tell(words.replies.tooManyWaiting(accepted.limit));
      case 'gone':
        return responder.tell(words.replies.buttonsExpired);
      case 'doubled':
        return responder.tell(words.replies.doubleClick);
      case 'claimed':
        return pointAt(accepted.by, interaction, responder, words);
    }
  }

  /** A press that came a moment earlier may not have its message yet; this one must be answered in time all the same. */
  async function placed(earlier: Job): Promise<Job> {
    const patience = new AbortController();
    const late = delay(PLACING, undefined, { signal: patience.signal }).catch(() => undefined);
    const job = await Promise.race([engine.begun(earlier.id), late]);
    patience.abort();
    return job ?? earlier;
  }

  /** Somebody's earlier press made, or is making, just this. */
  async function pointAt(found: Job, interaction: BaseInteraction, responder: Responder, words: Words): Promise<void> {
    const earlier = found.step === 'received' ? await placed(found) : found;
    const gesture = gestureOf(earlier, words);
    const place = placeSeenBy(interaction, earlier);
    if (earlier.step !== 'settled') {
      return responder.tell(
        place ? words.replies.alreadyMaking(gesture, messageLink(place)) : words.replies.beingMade(gesture),
      );
    }
    const own = await responder.think();
    if (place && (await presenter.exists(place)) !== 'no') {
      return responder.tell(words.replies.alreadyExists(gesture, messageLink(place)));
    }
    if (own) await showAgain(interaction, earlier.id, own, responder);
  }

  /** At an answer of this interaction. A job that is not settled, or came to nothing, has nothing to show. */
  async function showAgain(
    { user, locale: own, guildLocale, attachmentSizeLimit: attachmentLimit }: BaseInteraction,
    jobId: string,
    place: Place,
    { reply }: Responder,
    { hidden = true, copies }: Again = {},
  ): Promise<void> {
    const earlier = await engine.job(jobId);
    if (earlier?.step !== 'settled') return;
    const locale = hidden ? own : (guildLocale ?? own);
    const target = { place, reply, hidden, memberId: user.id, locale, attachmentLimit };
    await repost.show(earlier, { ...target, ...(copies && { copies }) });
  }

  return {
    begin(interaction: BaseInteraction, gesture: Gesture, responder: Responder, words: Words): Promise<void> {
      const job = jobOf(interaction, gesture, responder.reply);
      return hand(interaction, responder, words, () => engine.accept(job));
    },

    retry(interaction: BaseInteraction, jobId: string, responder: Responder, words: Words): Promise<void> {
      const again = ({ request, text, prompt, parent, private: hidden }: Job): ReceivedJob => {
        const gesture = { request, prompt, private: hidden, ...(text && { text }), ...(parent && { parent }) };
        return jobOf(interaction, gesture, responder.reply);
      };
      return hand(interaction, responder, words, () => engine.retry(jobId, interaction.id, again));
    },

    showAgain,

    /** By DM. `gone`: there is nothing to show. */
    async mail(
      { user, locale, attachmentSizeLimit: attachmentLimit }: BaseInteraction,
      jobId: string,
      copies: readonly string[],
    ): Promise<Mailed> {
      const earlier = await engine.job(jobId);
      if (earlier?.step !== 'settled') return 'gone';
      return repost.mail(earlier, { memberId: user.id, locale, attachmentLimit, copies });
    },

    async answerWindow(jobId: string, text: WindowText, responder: Responder, words: Words): Promise<void> {
      await responder.accept();
      const taken = await engine.answerWindow(jobId, text, responder.reply);
      if (taken === 'late') await responder.tell(words.replies.doubleClick);
      if (taken === 'gone') await responder.tell(words.replies.buttonsExpired);
    },
  };
}

export type JobCreator = ReturnType<typeof createJobCreator>;
