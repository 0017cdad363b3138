import { setTimeout as delay } from 'node:timers/promises';
import type { JobIn, Pictures, Place, Reply } from '../../domain/job/job.ts';
import { enter } from '../../domain/job/job.ts';
import type { Clock, Delivery, PostedButton, Store } from '../../domain/ports.ts';
import type { DiscordPresenter } from '../presenter/presenter.ts';

/** A job that has something to show again. */
export type Performed = JobIn<'settled'>;

/** Where and to whom it is shown. */
export type RepostTarget = {
  /** A message of ours that waits to be filled. */
  readonly place: Place;
  readonly reply: Reply;
  readonly hidden: boolean;
  /** Who gets it by DM when the message cannot be reached. */
  readonly memberId: string;
  /** The language of whoever reads it. */
  readonly locale: string;
  /** In bytes. */
  readonly attachmentLimit: number;
  /** Where its pictures are known to lie in Discord; looked up unless given. */
  readonly copies?: readonly string[];
};

export type RepostParts = {
  readonly presenter: Pick<DiscordPresenter, 'again' | 'copies'>;
  readonly store: Store;
  readonly clock: Clock;
};

const TRIES = 3;
/** Longest wait between two of them, in ms. */
const PATIENCE = 5_000;

/** Shows settled results again. Asks the relay for nothing but pictures, and keeps no job of its own: whoever saw nothing asks again. */
export function createRepost({ presenter, store, clock }: RepostParts) {
  async function remember(job: JobIn<'delivering'>, place: Place, buttons: readonly PostedButton[]): Promise<void> {
    const { id: jobId, requester, outcome } = job;
    if (outcome.kind !== 'pictures') return;
    const { taskId, prompt } = outcome;
    const record = { place, jobId, taskId, buttons, requesterId: requester.id, prompt, createdAt: clock.now() };
    await store.messages.put(record);
  }

  async function deliver(job: JobIn<'delivering'>, copies: readonly string[], recipientId: string): Promise<Delivery> {
    for (let tries = 1; ; tries += 1) {
      const delivery = await presenter.again(job, { copies, recipientId });
      if (delivery.kind !== 'later' || tries === TRIES) return delivery;
      await delay(Math.min(delivery.retryAfter, PATIENCE));
    }
  }

  /** What a result that is on view now is found by later. */
  async function list(earlier: Performed, { taskId, prompt }: Pictures, place: Place, open: boolean): Promise<void> {
    if (taskId) await store.tasks.addPlace(taskId, place);
    if (taskId && open) await store.channels.addNewest(place.channelId, { taskId, prompt, place, at: clock.now() });
    // What its requester has shown to everybody is no secret any more.
    if (open && earlier.private) await store.jobs.put({ ...earlier, place, private: false });
    else if (earlier.place === null) await store.jobs.put({ ...earlier, place });
  }

  async function perform(
    job: JobIn<'delivering'>,
    earlier: Performed,
    target: Omit<RepostTarget, 'reply'>,
    open: boolean,
  ) {
    const copies = target.copies ?? (earlier.place ? await presenter.copies(earlier.place) : []);
    const delivery = await deliver(job, copies, target.memberId);
    if (delivery.kind === 'shown') {
      await remember(job, delivery.place, delivery.buttons);
      if (job.outcome.kind === 'pictures') await list(earlier, job.outcome, delivery.place, open);
    }
    return delivery.kind;
  }

  function repostedJob(earlier: Performed, target: Pick<RepostTarget, 'place' | 'attachmentLimit' | 'locale'>) {
    const { place, attachmentLimit, locale } = target;
    const { outcome, at, requester } = earlier;
    const { guildId, channelId } = place;
    return {
      ...enter(earlier, { step: 'delivering', place, outcome, since: at }),
      guildId,
      channelId,
      attachmentLimit,
      locale,
      requester: { ...requester, locale },
      group: [],
    };
  }

  return {
    /** In a message of ours. */
    async show(earlier: Performed, target: RepostTarget): Promise<Delivery['kind']> {
      const job = { ...repostedJob(earlier, target), reply: target.reply, private: target.hidden };
      const { outcome } = job;
      // A button may be pressed the moment it is there.
      if (outcome.kind === 'pictures') {
        await remember(
          job,
          target.place,
          outcome.buttons.map((button) => ({ ...button, id: button.customId })),
        );
      }
      return perform(job, earlier, target, !target.hidden);
    },

    /** By direct message; `kept` when Discord does not let us write to this member. */
    mail(earlier: Performed, to: Omit<RepostTarget, 'place' | 'reply' | 'hidden'>) {
      const place = { guildId: null, channelId: to.memberId, messageId: earlier.id };
      // A private job without a token can be delivered in no other way.
      const target = { ...to, place, hidden: true };
      const job = { ...repostedJob(earlier, target), reply: null, private: true };
      return perform(job, earlier, target, false);
    },
  };
}

export type Repost = ReturnType<typeof createRepost>;
