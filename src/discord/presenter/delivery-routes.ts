import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Clock, Delivery, Log } from '../../domain/ports.ts';
import type { ApiResult, DiscordApi, Payload } from '../rest/api.ts';
import { rateLimited, type Trouble } from '../rest/errors.ts';
import type { Bucket, EditBudget } from './edit-budget.ts';
import { type FallbackForm, FULL_FORM, nextForm } from './fallback-forms.ts';
import type { ResultPayload } from './payload.ts';

/** An interaction token with less than this left, in ms, is not used: it would die before an upload ends. */
const TOKEN_MARGIN = 5_000;
/** The shortest and the longest pause before a delivery is tried again, in ms. */
const RETRY_MIN = 2_000;
const RETRY_MAX = 60_000;

/** One way to reach the member. */
type Route = {
  readonly name: 'token' | 'edit' | 'reply' | 'dm';
  /** Whether it edits the job's own message. */
  readonly edits: boolean;
  send(payload: Payload): Promise<ApiResult<Place>>;
};

export type DeliveryRoutesParts = {
  readonly api: DiscordApi;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Who gets a DM when nothing else is left; the requester, unless given. */
  readonly recipientId?: string | undefined;
};

/** Whether the job's interaction token still serves. */
export function tokenLives({ reply }: Pick<JobIn<'delivering'>, 'reply'>, clock: Pick<Clock, 'past'>): boolean {
  return reply !== null && reply.expiresAt - TOKEN_MARGIN > clock.past();
}

/**
 * Sends a result by the best route left: the interaction token, an edit by the bot, a new reply, a DM. `payloadIn` makes
 * the payload in a fallback form and in the language of the given job; a DM is in its requester's own language. Throws when
 * stopped.
 */
export async function tryRoutes(
  job: JobIn<'delivering'>,
  payloadIn: (form: FallbackForm, job: JobIn<'delivering'>) => Promise<ResultPayload>,
  parts: DeliveryRoutesParts,
): Promise<Delivery> {
  const { clock, log, stop } = parts;
  let form = FULL_FORM;
  let result = await payloadIn(form, job);
  for (const route of routesFor(job, parts)) {
    const localized = route.name === 'dm' ? { ...job, locale: job.requester.locale } : job;
    if (localized.locale !== job.locale) result = await payloadIn(form, localized);
    for (;;) {
      stop.throwIfAborted();
      const sent = await route.send(result.payload);
      if (sent.ok) return { kind: 'shown', place: sent.value, buttons: result.buttons };
      const { trouble } = sent;
      const facts = { job: job.id, route: route.name, trouble, form };
      if (trouble.meaning === 'unknownMessage' && route.edits && !job.private) return { kind: 'deleted' };
      if (mayWorkLater(trouble, route)) {
        log.warn(facts, 'a result could not be shown now');
        return { kind: 'later', retryAfter: trouble.retryAfter ?? retryDelay(job, clock.now()) };
      }
      if (trouble.meaning === 'invalidBody') log.error(facts, 'Discord refused a message we made; this is our bug');
      else log.info(facts, 'a delivery route is closed');
      const next = nextForm(form, trouble.meaning);
      if (!next) break;
      form = next;
      result = await payloadIn(form, localized);
    }
  }
  log.warn({ job: job.id }, 'a result reached nobody and is kept');
  return { kind: 'kept' };
}

/** Without a telling code, a 401 means a dead interaction token on its own route, and a bot token in trouble on the others. */
function mayWorkLater({ meaning }: Trouble, route: Route): boolean {
  if (meaning === 'unauthorized') return route.name !== 'token';
  return meaning === 'transient' || meaning === 'rateLimited';
}

/** Grows with the time a result has been waiting, so that an outage is not hammered. */
function retryDelay({ since }: JobIn<'delivering'>, now: number): number {
  return Math.min(Math.max((now - since) / 4, RETRY_MIN), RETRY_MAX);
}

/** The routes that are open to a job, best first. Each is made when the one before it has failed. */
function* routesFor(job: JobIn<'delivering'>, parts: DeliveryRoutesParts): Generator<Route> {
  const { api, budget, clock, stop, recipientId = job.requester.id } = parts;
  const { place, reply } = job;
  const atPlace = (result: ApiResult<unknown>): ApiResult<Place> => (result.ok ? { ok: true, value: place } : result);

  async function withinBudget<T>(bucket: Bucket, send: () => Promise<ApiResult<T>>): Promise<ApiResult<T>> {
    const wait = await budget.waitForTurn(bucket, stop);
    if (wait > 0) return { ok: false, trouble: rateLimited(bucket, wait) };
    const result = await send();
    if (!result.ok && result.trouble.retryAfter) budget.block(bucket, result.trouble.retryAfter);
    return result;
  }

  async function post(channelId: string, guildId: string | null, payload: Payload, replyTo: Place | null) {
    const send = () => api.post(channelId, payload, { nonce: job.id, replyTo }, stop);
    const result = await withinBudget(`post ${channelId}`, send);
    if (!result.ok) return result;
    const posted: Place = { guildId, channelId: result.value.channelId, messageId: result.value.id };
    return { ok: true, value: posted } satisfies ApiResult<Place>;
  }

  if (reply && tokenLives(job, clock)) {
    yield {
      name: 'token',
      edits: true,
      send: async (payload) => atPlace(await api.editByToken({ ...job, reply }, payload, stop)),
    };
  }
  if (!job.private) {
    yield {
      name: 'edit',
      edits: true,
      async send(payload) {
        return atPlace(await withinBudget(`edit ${place.channelId}`, () => api.editMessage(place, payload, stop)));
      },
    };
    yield {
      name: 'reply',
      edits: false,
      async send(payload) {
        const result = await post(place.channelId, place.guildId, payload, place);
        if (result.ok || result.trouble.meaning !== 'noHistory') return result;
        return post(place.channelId, place.guildId, payload, null);
      },
    };
  }
  yield {
    name: 'dm',
    edits: false,
    async send(payload) {
      const dm = await api.openDm(recipientId, stop);
      return dm.ok ? post(dm.value.id, null, payload, null) : dm;
    },
  };
}
