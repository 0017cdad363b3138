import { setTimeout as delay } from 'node:timers/promises';
import type { JobIn, Place, Reply } from '../../domain/job/job.ts';
import { enter, isAttaching } from '../../domain/job/job.ts';
import { messageRecord } from '../../domain/job/message-record.ts';
import type { PostedButton } from '../../domain/job/task.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Delivery } from '../../domain/ports/presenter.ts';
import type { Store } from '../../domain/ports/store.ts';
import type { Engine } from '../../jobs/engine.ts';
import type { DiscordPresenter } from '../presenter/presenter.ts';

/** Where a result is shown again, and to whom. */
export type RepostTarget = {
  /** A message of ours that waits to be filled. */
  readonly place: Place;
  /** Null where that message answers no interaction. */
  readonly reply: Reply | null;
  /** Whether only one member sees the message. */
  readonly hidden: boolean;
  /** Who gets the result by DM when the message cannot be reached. */
  readonly memberId: string;
  /** The language of whoever reads it. */
  readonly locale: string;
  /** In bytes. */
  readonly attachmentLimit: number;
  /** Where the pictures lie in Discord; looked up when left out. */
  readonly copies?: readonly string[];
};

/** A direct message has no place before it is sent, and answers no interaction. */
export type MailTarget = Omit<RepostTarget, 'place' | 'reply' | 'hidden'>;

export type RepostParts = {
  readonly engine: Pick<Engine, 'endAttaching' | 'withPressableButtons'>;
  readonly presenter: Pick<DiscordPresenter, 'copies' | 'repost'>;
  readonly store: Pick<Store, 'channels' | 'jobs' | 'messages' | 'tasks'>;
  readonly clock: Clock;
};

/** How long it is tried while Discord is in trouble, in ms: longer than refusals that we do not know are waited out. */
const PATIENCE = 75_000;
/** Longest wait between two tries, in ms. */
const RETRY_MAX = 5_000;

/**
 * What became of a result that was to be shown again. `told`: its message says why it is not shown. `refused`: Discord has
 * something against what is in it, and nothing says so yet. `kept`: there is no way to reach the member.
 */
export type Reposted = Delivery['kind'] | 'told' | 'refused';

/**
 * Shows the results of settled jobs again. It asks the relay for nothing but pictures. It keeps no job of its own: when the
 * process dies on the way, the member sees nothing and asks again.
 */
export function createRepost({ engine, presenter, store, clock }: RepostParts) {
  /** Writes down what the buttons of the message mean. `isSecret`: the result itself is private, not only this view of it. */
  async function record(
    job: JobIn<'delivering'>,
    place: Place,
    buttons: readonly PostedButton[],
    isSecret: boolean,
  ): Promise<void> {
    const { outcome } = job;
    if (outcome.kind !== 'pictures') return;
    const shown = { place, buttons, createdAt: clock.now(), isPrivate: isSecret };
    await store.messages.put(messageRecord(job, outcome, shown));
  }

  async function post(job: JobIn<'delivering'>, copies: readonly string[], recipientId: string): Promise<Delivery> {
    const pressable = await engine.withPressableButtons(job);
    const began = clock.monotonic();
    for (;;) {
      const delivery = await presenter.repost(pressable, { copies, recipientId });
      if (delivery.kind !== 'later' || clock.monotonic() - began > PATIENCE) return delivery;
      await delay(Math.min(delivery.retryAfter, RETRY_MAX));
    }
  }

  /**
   * Lists the place under its task and, unless only one member sees it, in its channel. The job's record gets the place when
   * it was private and is now shown to everybody; and when it had none and is now shown to everybody or to its requester: for
   * whoever else looks at it, it is still kept.
   */
  async function list({ id, private: hidden, outcome }: JobIn<'delivering'>, place: Place, viewerId: string) {
    if (outcome.kind !== 'pictures') return;
    const { taskId, prompt } = outcome;
    if (taskId) await store.tasks.addPlace(taskId, place);
    if (taskId && !hidden) await store.channels.addNewest(place.channelId, { taskId, prompt, place, at: clock.now() });
    // As it is now: others may have shown it meanwhile.
    const earlier = await store.jobs.get(id);
    // From now on it is everybody's, and in another place.
    if (earlier && isAttaching(earlier) && earlier.private && !hidden) await engine.endAttaching(id);
    await store.jobs.amend(id, (there) => {
      if (!hidden && there.private) return { ...there, place, private: false };
      const isFound = there.place === null && (!hidden || viewerId === there.requester.id);
      return isFound ? { ...there, place } : there;
    });
  }

  async function deliver(job: JobIn<'delivering'>, earlier: JobIn<'settled'>, target: MailTarget): Promise<Reposted> {
    const copies = target.copies ?? (earlier.place ? await presenter.copies(earlier.place) : []);
    const delivery = await post(job, copies, target.memberId);
    if (delivery.kind === 'shown') {
      await record(job, delivery.place, delivery.buttons, job.private && earlier.private);
      await list(job, delivery.place, target.memberId);
    }
    if (delivery.kind !== 'kept') return delivery.kind;
    if (delivery.told) return 'told';
    return delivery.refused ? 'refused' : 'kept';
  }

  function repostedJob(
    earlier: JobIn<'settled'>,
    { place, reply, hidden, locale, attachmentLimit }: RepostTarget,
  ): JobIn<'delivering'> {
    return {
      ...enter(earlier, { step: 'delivering', place, outcome: earlier.outcome, since: earlier.at }),
      guildId: place.guildId,
      channelId: place.channelId,
      attachmentLimit,
      locale,
      requester: { ...earlier.requester, locale },
      group: [],
      reply,
      private: hidden,
    };
  }

  return {
    /** Fills a message of ours with the result. */
    async show(earlier: JobIn<'settled'>, target: RepostTarget): Promise<Reposted> {
      const job = repostedJob(earlier, target);
      const { outcome } = job;
      // A button may be pressed the moment it is shown: what it means is written down before.
      if (outcome.kind === 'pictures') {
        await record(
          job,
          target.place,
          outcome.buttons.map((button) => ({ ...button, id: button.customId })),
          job.private && earlier.private,
        );
      }
      return deliver(job, earlier, target);
    },

    /** Sends the result by DM. */
    mail(earlier: JobIn<'settled'>, target: MailTarget): Promise<Reposted> {
      const place = { guildId: null, channelId: target.memberId, messageId: earlier.id };
      // A DM is the only way left for a private job without an interaction token.
      const job = repostedJob(earlier, { ...target, place, reply: null, hidden: true });
      return deliver(job, earlier, target);
    },
  };
}

export type Repost = ReturnType<typeof createRepost>;
