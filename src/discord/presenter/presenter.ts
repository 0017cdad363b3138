import pLimit from 'p-limit';
import { enter, type JobIn, messageOf, type Place, type ReceivedJob } from '../../domain/job/job.ts';
import type { Media, MediaFetcher } from '../../domain/pictures/media.ts';
import { isOfRelay } from '../../domain/pictures/relay-picture.ts';
import type { Feature, SwitchedOff } from '../../domain/policy/server-policy.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Delivery, Presenter } from '../../domain/ports/presenter.ts';
import { type Pause, pause as realPause } from '../../lib/timeout.ts';
import { createDiscordApi } from '../rest/api.ts';
import type { RestClients } from '../rest/clients.ts';
import { createExistingMessages } from '../rest/existing-messages.ts';
import { attemptDelivery } from './delivery-attempt.ts';
import { isForRequester } from './delivery-routes.ts';
import { createEditBudget } from './edit-budget.ts';
import type { FallbackForm } from './fallback-forms.ts';
import { createFirstResponse } from './first-response.ts';
import { createGroupedMessage, type JobStatuses } from './grouped-message.ts';
import { withMark } from './job-mark.ts';
import { withKeptPictures } from './kept-pictures.ts';
import { rememberLast } from './last-payload.ts';
import { createPatience } from './patience.ts';
import { createPayload, fetchMedia, type MediaItem, mediaItemsOf } from './payload.ts';
import { createPreviews } from './previews.ts';
import { createProgressEdits } from './progress-edits.ts';
import { createRenderer, type Renderer, wordsFor } from './renderer.ts';
import { createRetelling } from './retelling.ts';
import { fetchSource, hasSource, withSource } from './source-picture.ts';
import { createWhereabouts } from './whereabouts.ts';

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

/** How an outcome is delivered once more, perhaps for another member than the one who asked for it first. */
export type RepostOptions = {
  /** Where its pictures may be had when the relay has them no longer. */
  readonly copies: readonly string[];
  readonly recipientId: string;
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

/** How many results may have their pictures in memory at once. */
const UPLOADS_MAX = 8;
/** The pause before a delivery that could not be prepared is tried again, in ms. */
const RETRY_PAUSE = 1_000;
/**
 * A picture of the relay's own that it fails to send is asked for again after each `pause`, for so long, before a link
 * stands in its place, in ms: gateways can send some pictures only at their next look at the task, 15 s later.
 */
const RELAY_PICTURE = { patience: 20_000, pause: 2_000 };

export function createPresenter(options: PresenterOptions): DiscordPresenter {
  const { relayBases = [] } = options;
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
  const patience = createPatience(clock);
  const whereabouts = createWhereabouts(parts);
  const uploads = pLimit({ concurrency: UPLOADS_MAX, rejectOnClear: true });
  stop.addEventListener('abort', uploads.clearQueue, { once: true });
  const deliveries = new Set<Promise<Delivery>>();

  async function show(job: JobIn<'delivering'>, repost?: RepostOptions): Promise<Delivery> {
    stop.throwIfAborted();
    await progressEdits.end(job);
    if (job.group.length > 0) return showGroup(job);
    const own = rendererFor(await switchedOff(job.guildId));
    return send(job, mediaItemsOf(job.outcome, repost?.copies), own, repost);
  }

  function showGroup(job: JobIn<'delivering'>): Promise<Delivery> {
    return groupedMessage.deliver(job, async ({ items, renderer }) => send(job, items, renderer));
  }

  async function send(
    job: JobIn<'delivering'>,
    items: readonly MediaItem[],
    renderer: Renderer,
    repost?: RepostOptions,
  ): Promise<Delivery> {
    const attempt = async (ready: readonly MediaItem[], source: Media | null = null): Promise<Delivery> => {
      const payloadIn = rememberLast(async (form: FallbackForm, localized: JobIn<'delivering'>) => {
        const made = await createPayload(localized, ready, form, { media, renderer, log, stop });
        const alt = wordsFor(localized).media.givenPicture;
        return { ...made, payload: withSource(made.payload, source, form, alt) };
      });
      const recipientId = repost?.recipientId;
      const { delivery, hidden, owed } = await attemptDelivery(job, { ...parts, patience, payloadIn, recipientId });
      if (hidden && isForRequester(job)) await whereabouts.withdraw(job);
      // A message that shows several jobs tells of each of them.
      else if (owed !== 'nothing' && job.group.length === 0) {
        const place = delivery.kind === 'shown' ? delivery.place : null;
        await whereabouts.tell(job, place, { hidden, late: owed === 'later' });
      }
      return delivery;
    };
    if (options.imageDelivery === 'link' || (items.length === 0 && !hasSource(job))) return attempt(items);
    return uploads(async () => {
      stop.throwIfAborted();
      const [fetched, source] = await Promise.all([
        fetchMedia(items, { media, log, stop }),
        fetchSource(job, { media, log, stop }),
      ]);
      if (!isLacking(fetched)) return attempt(fetched, source);
      if (!repost && isSoonHad(job, fetched)) return { kind: 'later', retryAfter: RELAY_PICTURE.pause };
      const isShared = job.group.length > 0;
      const kept = isShared ? await withKeptPictures(fetched, job.place, { existing, media, log, stop }) : null;
      if (job.attaching !== undefined && !kept) return { kind: 'shown', place: job.place, buttons: [], lacking: true };
      const ready = kept ?? fetched;
      const delivery = await attempt(ready, source);
      return delivery.kind === 'shown' && isLacking(ready) ? { ...delivery, lacking: true } : delivery;
    });
  }

  /** Whether a picture of a result that ended just now is likely to be had in some seconds. */
  function isSoonHad({ since, attaching }: JobIn<'delivering'>, items: readonly MediaItem[]): boolean {
    const waited = clock.now() - since;
    if (attaching !== undefined || waited < 0 || waited >= RELAY_PICTURE.patience) return false;
    return items.some(({ url, failing }) => failing && relayBases.some((base) => isOfRelay(url, base)));
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

/** Whether a picture could not be had now, but perhaps can later. */
const isLacking = (items: readonly MediaItem[]) => items.some(({ late }) => late);
