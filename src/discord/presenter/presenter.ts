import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Clock, Delivery, Log, MediaFetcher, Presenter } from '../../domain/ports.ts';
import { type Pause, pause as realPause } from '../../lib/timeout.ts';
import { createGate } from '../board/gate.ts';
import { createWire } from '../rest/api.ts';
import type { Rests } from '../rest/clients.ts';
import { createExistingMessages } from '../rest/existing-messages.ts';
import { tryRoutes } from './delivery-routes.ts';
import { createEditBudget } from './edit-budget.ts';
import { createAnswers } from './first-response.ts';
import { createGroupedMessage, type JobStatuses } from './grouped-message.ts';
import { fetchItems, type Item, itemsOf, pack } from './payload.ts';
import { createProgress } from './progress-edits.ts';
import { createRenderer, type Renderer } from './renderer.ts';

export type PresenterOptions = {
  readonly rests: Omit<Rests, 'close'>;
  readonly media: MediaFetcher;
  /** `link` shows the relay's addresses and uploads nothing. */
  readonly imageDelivery: 'attach' | 'link';
  /** Least seconds between two progress edits of a message. */
  readonly progressSeconds: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Where jobs stand that share a message. */
  readonly statuses?: JobStatuses;
  /** Unless given: embeds in the requester's language. */
  readonly renderer?: Renderer;
  /** How a wait is waited; for tests. */
  readonly pause?: Pause;
  /** How long `stop` lets deliveries in flight go on, in ms. */
  readonly stopMs?: number;
};

/** How an outcome is delivered once more, perhaps for another member than the one who asked for it first. */
export type Repeat = {
  /** Where its pictures may be had when the relay has them no longer. */
  readonly copies: readonly string[];
  readonly recipientId: string;
};

/** The presenter on Discord's REST API. It needs no gateway: everything is done from the stored job. */
export type DiscordPresenter = Presenter &
  ReturnType<typeof createExistingMessages> & {
    /** Delivers an outcome once more. */
    again(job: JobIn<'delivering'>, repeat: Repeat): Promise<Delivery>;
    /** Whether a message still exists, as far as the bot can see. Never throws. */
    exists(place: Place): Promise<'yes' | 'no' | 'unseen'>;
    /** Progress ends at once, deliveries in flight after a bounded time (their jobs stay `delivering`). */
    stop(): Promise<void>;
    /** Messages and rate-limit buckets kept in memory now. */
    remembered(): { readonly messages: number; readonly buckets: number };
  };

/** Results whose pictures are in memory at once. */
const UPLOADS = 8;
const STOPPED_RETRY = 1_000;

export function createPresenter(options: PresenterOptions): DiscordPresenter {
  const {
    media,
    clock,
    log,
    statuses = async () => [],
    renderer = createRenderer(),
    pause = realPause,
    stopMs = 8_000,
  } = options;
  const wire = createWire(options.rests);
  const halt = new AbortController();
  const stop = halt.signal;
  const budget = createEditBudget({ clock, pause });
  const interval = options.progressSeconds * 1_000;
  const together = createGroupedMessage({ statuses, renderer });
  const progress = createProgress({ wire, renderer, together, budget, clock, pause, log, interval });
  const answers = createAnswers({ wire, log, stop, began: progress.began });
  const uploads = createGate(UPLOADS);
  const deliveries = new Set<Promise<Delivery>>();

  async function show(job: JobIn<'delivering'>, repeat?: Repeat): Promise<Delivery> {
    stop.throwIfAborted();
    await progress.end(job);
    if (job.group.length === 0) return send(job, itemsOf(job.outcome, repeat?.copies), renderer, repeat);
    return together.inTurn(job, async ({ items, renderer }) => send(job, items, renderer));
  }

  async function send(
    job: JobIn<'delivering'>,
    items: readonly Item[],
    renderer: Renderer,
    repeat?: Repeat,
  ): Promise<Delivery> {
    const attach = options.imageDelivery === 'attach' && items.length > 0;
    const work = async () => {
      const fetched = attach ? await fetchItems(items, { media, log, stop }) : items;
      return tryRoutes(job, (form, told) => pack(told, fetched, form, { media, renderer, log }), {
        wire,
        budget,
        clock,
        log,
        stop,
        recipientId: repeat?.recipientId,
      });
    };
    return attach ? uploads(stop, work) : work();
  }

  async function deliver(job: JobIn<'delivering'>, repeat?: Repeat): Promise<Delivery> {
    try {
      return await show(job, repeat);
    } catch (error) {
      if (!stop.aborted) log.error({ job: job.id, error }, 'a result could not be prepared');
      return { kind: 'later', retryAfter: STOPPED_RETRY };
    }
  }

  function tracked(job: JobIn<'delivering'>, repeat?: Repeat): Promise<Delivery> {
    const delivery = deliver(job, repeat).finally(() => deliveries.delete(delivery));
    deliveries.add(delivery);
    return delivery;
  }

  return {
    ...createExistingMessages(options.rests, stop),
    again: tracked,
    acknowledge: (job) =>
      answers.acknowledge(job, renderer.progress(job, { percent: null, previewUrl: '', ahead: null })),
    find: answers.find,
    show: progress.show,

    deliver: (job) => tracked(job),

    async notify(job, place) {
      if (job.private) return;
      try {
        const payload = { body: renderer.notice(job, place), files: [] };
        if ((await budget.turn(`post ${place.channelId}`, stop)) > 0) return;
        const answer = await wire.post(place.channelId, payload, { nonce: `n${job.id}`, replyTo: place }, stop);
        if (!answer.ok) log.info({ job: job.id, trouble: answer.trouble }, 'a notice could not be posted');
      } catch (error) {
        if (!stop.aborted) log.error({ job: job.id, error }, 'a notice could not be rendered');
      }
    },

    async exists(place) {
      const answer = await wire.readMessage(place, stop);
      if (answer.ok) return 'yes';
      return answer.trouble.meaning === 'unknownMessage' ? 'no' : 'unseen';
    },

    async stop() {
      const patience = setTimeout(() => halt.abort(new DOMException('stopping', 'AbortError')), stopMs);
      await progress.stop();
      await Promise.all(deliveries);
      clearTimeout(patience);
      halt.abort(new DOMException('stopping', 'AbortError'));
    },

    remembered: () => ({ messages: progress.size, buckets: budget.size }),
  };
}
