import type { BaseInteraction } from 'discord.js';
import { purposeOf } from '../../domain/job/given-text.ts';
import { asShown, type Job, type JobIn, type Place, type ReceivedJob } from '../../domain/job/job.ts';
import type { WindowText } from '../../domain/job/request.ts';
import type { AccessContext } from '../../domain/policy/access.ts';
import type { Store } from '../../domain/ports/store.ts';
import { wordsOf } from '../../domain/prompt/rewording.ts';
import type { Engine } from '../../jobs/engine.ts';
import type { IntakeOutcome } from '../../jobs/intake/admission.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { DiscordPresenter } from '../presenter/presenter.ts';
import { gestureOf } from '../render/body.ts';
import { closedWindowText } from '../render/closed-window.ts';
import { messageLink } from '../render/link.ts';
import type { Responder } from '../responder.ts';
import { onceAnsweredSoon } from './earlier-press.ts';
import { type Gesture, jobOf, withPrivacy } from './gesture.ts';
import type { LivingPictures } from './living-pictures.ts';
import type { Onboarding } from './onboarding.ts';
import { tellRefusedText } from './refused-text.ts';
import type { Repost, Reposted } from './repost.ts';

export type JobCreatorParts = {
  readonly engine: Pick<Engine, 'accept' | 'answerWindow' | 'onceAnswered' | 'job' | 'renew' | 'retry'>;
  readonly members: Store['members'];
  readonly texts: Store['texts'];
  readonly presenter: Pick<DiscordPresenter, 'copies' | 'exists'>;
  readonly livingPictures: LivingPictures;
  readonly repost: Repost;
  readonly onboard: Onboarding;
};

export type ShowAgainOptions = {
  /** Whether only this member sees it. Absent means yes. */
  readonly hidden?: boolean;
  /** Where its pictures lie in Discord; looked up when left out. */
  readonly copies?: readonly string[];
  /** Whether the place is an answer to this interaction, and no message that the bot has posted as itself. Absent means yes. */
  readonly isAnswer?: boolean;
};

/** What became of a DM. `gone`: nothing is known of the job. `lost`: nobody has its pictures any more. */
export type MailOutcome = Reposted | 'gone' | 'lost';

/** Makes jobs of gestures. The engine decides about each; what became of it is told to the member. */
export function createJobCreator({
  engine,
  members,
  texts,
  presenter,
  livingPictures,
  repost,
  onboard,
}: JobCreatorParts) {
  /** The creator for one interaction. */
  return (
    interaction: BaseInteraction,
    responder: Responder,
    words: Catalogue,
    access: () => Promise<AccessContext>,
  ) => {
    /** Tells why a job is not begun, with what the member wrote for it, there to be edited. Null: they wrote nothing now. */
    async function refuse(sentence: string, job: ReceivedJob | null): Promise<void> {
      const text = job && wordsOf(job);
      if (!job || !text) return responder.tell(sentence);
      const { id, requester, createdAt } = job;
      const given = { id, memberId: requester.id, text, zoom: null, purpose: purposeOf(job), createdAt };
      await tellRefusedText(sentence, given, false, { texts, responder, words });
    }

    /** An admitted job is shown by the presenter, which gives the first answer; every other outcome is told here. */
    async function admit(take: () => Promise<IntakeOutcome>, job: ReceivedJob | null = null): Promise<void> {
      const outcome = await takeInTurn(take);
      switch (outcome.kind) {
        case 'begun':
          responder.handOver();
          return onboard(interaction.user.id, responder, words);
        case 'unseen':
        case 'replayed':
          responder.handOver();
          return;
        case 'stopping':
          return refuse(words.replies.restarting, job);
        case 'tooMany':
          return refuse(words.replies.tooManyWaiting(outcome.limit), job);
        case 'denied':
          return refuse(words.policy.denied(outcome.denial), job);
        case 'gone':
          return responder.tell(words.replies.buttonsExpired);
        case 'doubled':
          return responder.tell(words.replies.doubleClick);
        case 'claimed':
          return pointAt(outcome.by);
      }
    }

    /** Waits for an earlier press of the same button that is not answered yet, and takes its place when nothing comes of it. */
    async function takeInTurn(take: () => Promise<IntakeOutcome>): Promise<IntakeOutcome> {
      const outcome = await take();
      if (outcome.kind !== 'claimed' || outcome.by.step !== 'received') return outcome;
      const earlier = await onceAnsweredSoon(engine, outcome.by.id);
      return earlier ? { ...outcome, by: earlier } : take();
    }

    /** Points at the job that an earlier press of the same button made, or shows its result again. */
    async function pointAt(claimant: Job): Promise<void> {
      const earlier = asShown(claimant);
      const gesture = gestureOf(earlier, words);
      const place = placeSeenFrom(interaction, earlier);
      if (earlier.step !== 'settled') {
        return responder.tell(
          place ? words.replies.alreadyMaking(gesture, messageLink(place)) : words.replies.beingMade(gesture),
        );
      }
      const own = await responder.deferReply();
      if (place && (await isSeen(earlier, place))) {
        return responder.tell(words.replies.alreadyExists(gesture, messageLink(place)));
      }
      if (own) await showAgain(earlier.id, own);
    }

    /** Whether somebody who follows the link to a result's message finds its picture there, as far as we can see. */
    async function isSeen(earlier: JobIn<'settled'>, place: Place): Promise<boolean> {
      const copies = await presenter.copies(place);
      if (copies.length === 0) {
        const seen = await presenter.exists(place);
        if (seen !== 'yes') return seen === 'unseen';
      }
      return livingPictures.areCopied(earlier, place, copies) || (await livingPictures.areAlive(earlier));
    }

    /** Tells where a result is that cannot be shown here; when nobody sees it anywhere, it may be made anew. */
    async function tellLost(earlier: JobIn<'settled'>): Promise<void> {
      const gesture = gestureOf(earlier, words);
      const place = placeSeenFrom(interaction, earlier);
      if (place && (await isSeen(earlier, place))) {
        return responder.tell(words.replies.alreadyExists(gesture, messageLink(place)));
      }
      await livingPictures.release(earlier);
      await responder.tell(words.lookup.pictureGone(gesture));
    }

    /** Shows nothing when the job is not settled. */
    async function showAgain(
      jobId: string,
      place: Place,
      { hidden = true, copies: given, isAnswer = true }: ShowAgainOptions = {},
    ) {
      const settled = await engine.job(jobId);
      if (settled?.step !== 'settled') return 'kept';
      const copies = given ?? (await livingPictures.copiesOf(settled));
      const earlier = copies.length > 0 ? settled : await livingPictures.revive(settled);
      if (!earlier) {
        await tellLost(settled);
        return 'kept';
      }
      const { user, locale, guildLocale, attachmentSizeLimit } = interaction;
      const reposted = await repost.show(earlier, {
        place,
        reply: isAnswer ? responder.reply : null,
        hidden,
        memberId: user.id,
        locale: hidden ? locale : (guildLocale ?? locale),
        attachmentLimit: attachmentSizeLimit,
        copies,
      });
      // Otherwise the member would see nothing but "thinking".
      if (reposted === 'later' || reposted === 'kept') await responder.tell(words.lookup.discordBusy);
      if (reposted === 'refused') await responder.tell(words.refused.reply);
      return reposted;
    }

    return {
      async begin(gesture: Gesture): Promise<void> {
        const job = jobOf(interaction, await withPrivacy(gesture, interaction, members), responder.reply);
        await admit(async () => engine.accept(job, await access()), job);
      },

      async retry(jobId: string): Promise<void> {
        const again = ({ request, text, prompt, parent, private: hidden }: Job): ReceivedJob => {
          const gesture = { request, prompt, private: hidden, ...(text && { text }), ...(parent && { parent }) };
          return jobOf(interaction, gesture, responder.reply);
        };
        await admit(async () => engine.retry(jobId, interaction.id, again, await access()));
      },

      showAgain,

      async mail(jobId: string, copies: readonly string[]): Promise<MailOutcome> {
        const settled = await engine.job(jobId);
        if (settled?.step !== 'settled') return 'gone';
        const { channelId, user, locale, attachmentSizeLimit: attachmentLimit } = interaction;
        const isCopied = livingPictures.areCopied(settled, { channelId: channelId ?? '' }, copies);
        const earlier = isCopied ? settled : await livingPictures.revive(settled);
        if (!earlier) return 'lost';
        return repost.mail(earlier, { memberId: user.id, locale, attachmentLimit, copies });
      },

      renew: (jobId: string) => engine.renew(jobId, responder.reply),

      async answerWindow(jobId: string, text: WindowText): Promise<void> {
        const job = await engine.job(jobId);
        await responder.deferUpdate();
        const taken = await engine.answerWindow(jobId, text, isOn(interaction, job) ? responder.reply : null);
        if (taken === 'late') await responder.tell(words.replies.doubleClick);
        if (taken === 'gone') await responder.tell(closedWindowText(await engine.job(jobId), words));
      },
    };
  };
}

/** Whether a component of the job's own message was used: only then the interaction's token reaches that message. */
function isOn(interaction: BaseInteraction, job: Job | undefined): boolean {
  if (!interaction.isMessageComponent() && !interaction.isModalSubmit()) return false;
  return job !== undefined && 'place' in job && job.place?.messageId === interaction.message?.id;
}

/** Where the job's message stands, null when this member cannot see it from this channel: it may be in somebody's DMs. */
function placeSeenFrom({ channelId, user }: BaseInteraction, job: Job): Place | null {
  const place = 'place' in job ? job.place : null;
  return place?.channelId === channelId && (!job.private || job.requester.id === user.id) ? place : null;
}

export type JobCreator = ReturnType<typeof createJobCreator>;
