import { enter, type JobIn, messageOf, type Place, type ReceivedJob } from '../../domain/job/job.ts';
import type { MediaFetcher } from '../../domain/pictures/media.ts';
import type { Feature, SwitchedOff } from '../../domain/policy/server-policy.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Delivery, Presenter } from '../../domain/ports/presenter.ts';
import { type Pause, pause as realPause } from '../../lib/timeout.ts';
import { createDiscordApi } from '../rest/api.ts';
import type { RestClients } from '../rest/clients.ts';
import { createExistingMessages } from '../rest/existing-messages.ts';
import { createEditBudget } from './edit-budget.ts';
import { createFirstResponse } from './first-response.ts';
import { createGroupedMessage, type JobStatuses } from './grouped-message.ts';
import { withMark } from './job-mark.ts';
import { mediaItemsOf } from './payload.ts';
import { createPreviews } from './previews.ts';
import { createProgressEdits } from './progress-edits.ts';
import { createRenderer, type Renderer } from './renderer.ts';
import { createResultMessage, type RepostOptions } from './result-message.ts';
import { createRetelling } from './retelling.ts';

export type PresenterOptions = {
  readonly restClients: Omit<RestClients, 'close'>;
  readonly media: MediaFetcher;
  /** `link` shows the relay's addresses and uploads nothing. */
  readonly imageDelivery: 'attach' | 'link';
  /** The relays' addresses up to `/mj`, below which their own pictures are. */
  readonly relayBases?: readonly string[];
  /** The least seconds between two progress edits of a message. */
  readonly progressSeconds: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Where jobs stand that share a message. */
  readonly statuses?: JobStatuses;
  /** Embeds in the reader's language, unless given. `off`: what the server has switched off. */
  readonly rendererFor?: (off: readonly Feature[]) => Renderer;
  /** What the managers of a server have switched off: nothing, unless given. */
  readonly switchedOff?: SwitchedOff;
  /** Whether this process may show how jobs get on, at this very moment: another one may have begun to. It may, unless given. */
  readonly mayShow?: () => boolean;
  /** How a wait is waited; for tests. */
  readonly pause?: Pause;
  /** How long is waited between the tries of a first answer, in ms; for tests. */
  readonly answerPauses?: readonly number[];
  /** How long `stop` lets deliveries in flight go on, in ms. */
  readonly stopMs?: number;
};

/** The presenter on Discord's REST API. It needs no gateway: everything is done from the stored job. */
export type DiscordPresenter = Presenter &
  ReturnType<typeof createExistingMessages> & {
    /** Delivers an outcome once more. */
    repost(job: JobIn<'delivering'>, options: RepostOptions): Promise<Delivery>;
    /** Whether a message still exists, as far as the bot can see. Never throws. */
    exists(place: Place): Promise<'yes' | 'no' | 'unseen'>;
    /** Ends progress at once, and deliveries in flight after a bounded time (their jobs stay `delivering`). */
    stop(): Promise<void>;
    /** How many messages and rate-limit buckets are in memory now. */
    remembered(): { readonly messages: number; readonly buckets: number };
  };

/** The pause before a delivery that could not be prepared is tried again, in ms. */
const RETRY_PAUSE = 1_000;

export function createPresenter(options: PresenterOptions): DiscordPresenter {
  const {
    media,
    clock,
    log,
    statuses = async () => [],
    rendererFor = createRenderer,
    switchedOff = async () => [],
    pause = realPause,
    stopMs = 8_000,
  } = options;
  const renderer = rendererFor([]);
  const api = createDiscordApi(options.restClients, options.answerPauses);
  const stopping = new AbortController();
  const stop = stopping.signal;
  const existing = createExistingMessages(options.restClients, stop);
  const budget = createEditBudget({ clock, pause });
  const groupedMessage = createGroupedMessage({ statusesOf: statuses, renderer });
  const parts = { api, budget, renderer, clock, pause, log, stop };
  const progressEdits = createProgressEdits({
    ...parts,
    groupedMessage,
    previews: options.imageDelivery === 'link' ? null : createPreviews({ media, log }),
    interval: options.progressSeconds * 1_000,
    mayShow: options.mayShow ?? (() => true),
  });
  const firstResponse = createFirstResponse({ ...parts, onShown: progressEdits.begin });
  const sendResult = createResultMessage({
    ...parts,
    media,
    existing,
    imageDelivery: options.imageDelivery,
    relayBases: options.relayBases ?? [],
  });
  const deliveries = new Set<Promise<Delivery>>();

  async function show(job: JobIn<'delivering'>, repost?: RepostOptions): Promise<Delivery> {
    stop.throwIfAborted();
    await progressEdits.end(job);
    if (job.group.length > 0) return showGroup(job);
    const own = rendererFor(await switchedOff(job.guildId));
    return sendResult(job, mediaItemsOf(job.outcome, repost?.copies), own, repost);
  }

  function showGroup(job: JobIn<'delivering'>): Promise<Delivery> {
    return groupedMessage.deliver(job, async ({ items, renderer }) => sendResult(job, items, renderer));
  }

  const retell = createRetelling({
    groupedMessage,
    deliver: (job) => tracked(showGroup(job)),
    clock,
    pause,
    log,
    stop,
  });

  async function tryToShow(job: JobIn<'delivering'>, repost?: RepostOptions): Promise<Delivery> {
    try {
      return await show(job, repost);
    } catch (error) {
      if (!stop.aborted) log.error({ job: job.id, error }, 'a result could not be prepared');
      return { kind: 'later', retryAfter: RETRY_PAUSE };
    }
  }

  function deliver(job: JobIn<'delivering'>, repost?: RepostOptions): Promise<Delivery> {
    return tracked(tryToShow(job, repost));
  }

  function tracked(work: Promise<Delivery>): Promise<Delivery> {
    const delivery = work.finally(() => deliveries.delete(delivery));
    deliveries.add(delivery);
    return delivery;
  }

  const renderFirst = (job: ReceivedJob) => renderer.progress(job, { percent: null, previewUrl: '', ahead: null });

  return {
    ...existing,
    acknowledge: (job) => firstResponse.acknowledge(job, renderFirst),
    takeOver(job) {
      const place = messageOf(job);
      if (!place || progressEdits.knows(place.messageId)) return;
      const first = enter(job, { step: 'received' });
      progressEdits.begin(place.messageId, withMark(renderFirst(first), first));
    },
    rest: progressEdits.rest,
    endProgress: progressEdits.end,
    find: firstResponse.find,
    show(job, progress) {
      progressEdits.show(job, progress);
      retell(job);
    },
    deliver: (job) => deliver(job),
    repost: deliver,

    async notify(job, place) {
      if (job.private) return;
      try {
        const payload = { body: renderer.notice(job, place), files: [] };
        if ((await budget.waitForTurn(`post ${place.channelId}`, stop)) > 0) return;
        const result = await api.post(place.channelId, payload, { nonce: `n${job.id}`, replyTo: place }, stop);
        if (!result.ok) log.info({ job: job.id, trouble: result.trouble }, 'a notice could not be posted');
      } catch (error) {
        if (!stop.aborted) log.error({ job: job.id, error }, 'a notice could not be rendered');
      }
    },

    async exists(place) {
      const result = await api.readMessage(place, stop);
      if (result.ok) return 'yes';
      return result.trouble.meaning === 'unknownMessage' ? 'no' : 'unseen';
    },

    async stop() {
      const patience = setTimeout(() => stopping.abort(new DOMException('stopping', 'AbortError')), stopMs);
      await progressEdits.stop();
      await Promise.all(deliveries);
      clearTimeout(patience);
      stopping.abort(new DOMException('stopping', 'AbortError'));
    },

    remembered: () => ({ messages: progressEdits.size, buckets: budget.size }),
  };
}
