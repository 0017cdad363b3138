import { isReachedByToken, type Job, type JobIn, type Place, type Reply, wasRefused } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { ApiResult, DiscordApi, Payload } from '../rest/api.ts';
import { isLocked, rateLimited, type Trouble } from '../rest/errors.ts';
import type { Bucket, EditBudget } from './edit-budget.ts';

/** An interaction token with less than this left, in ms, is not used: it would die before an upload ends. */
const TOKEN_MARGIN = 5_000;

/** One way to reach the member. */
export type Route = {
  readonly name: 'token' | 'edit' | 'reply' | 'followUp' | 'dm';
  /** Whether it edits the job's own message. */
  readonly edits: boolean;
  /** Whether nobody but the requester reads it, whoever reads the job's own message. */
  readonly hidden: boolean;
  send(payload: Payload): Promise<ApiResult<Place>>;
};

export type DeliveryRoutesParts = {
  readonly api: DiscordApi;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  /** Who gets a DM when nothing else is left; the requester, unless given. */
  readonly recipientId?: string | undefined;
};

/** Whether the job's interaction token still serves. */
export function tokenLives({ reply }: Pick<JobIn<'delivering'>, 'reply'>, clock: Pick<Clock, 'past'>): boolean {
  return reply !== null && reply.expiresAt - TOKEN_MARGIN > clock.past();
}

/** Whether the job's message can be edited by its token now. */
export function isEditableByToken(job: Pick<Job, 'id' | 'reply' | 'postedByBot'>, clock: Pick<Clock, 'past'>): boolean {
  return isReachedByToken(job) && tokenLives(job, clock);
}

/**
 * Whether a refusal may end with a channel that is closed to the bot: that of a message which the bot has posted as itself, so that
 * nobody else can edit it.
 */
export function mayReopen({ postedByBot }: Pick<Job, 'postedByBot'>, { code }: Trouble): boolean {
  return postedByBot === true && isLocked(code);
}

/** Whether the end of a job is told to its requester alone, though all have seen that it was begun. */
export function isForRequester(job: JobIn<'delivering'>): boolean {
  return !job.private && job.group.length === 0 && wasRefused(job);
}

/**
 * The routes that are open to a job, best first: a further message that only the requester sees for one that was refused;
 * an edit by the interaction token, an edit by the bot, a new reply, a further
 * message that only the requester sees, a DM. Each is made when the one before it has failed.
 */
export function* routesFor(
  job: JobIn<'delivering'>,
  { api, budget, clock, stop, recipientId = job.requester.id }: DeliveryRoutesParts,
): Generator<Route> {
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

  const followUp = (token: Reply): Route => ({
    name: 'followUp',
    edits: false,
    hidden: true,
    async send({ body, files }) {
      const result = await api.followUp(token, body, true, stop, files);
      if (!result.ok) return result;
      return { ok: true, value: { ...place, channelId: result.value.channelId, messageId: result.value.id } };
    },
  });

  if (reply && tokenLives(job, clock) && isForRequester(job)) yield followUp(reply);
  if (reply && isEditableByToken(job, clock)) {
    yield {
      name: 'token',
      edits: true,
      hidden: false,
      send: async (payload) => atPlace(await api.editByToken({ ...job, reply }, payload, stop)),
    };
  }
  if (!job.private) {
    yield {
      name: 'edit',
      edits: true,
      hidden: false,
      async send(payload) {
        return atPlace(await withinBudget(`edit ${place.channelId}`, () => api.editMessage(place, payload, stop)));
      },
    };
    yield {
      name: 'reply',
      edits: false,
      hidden: false,
      async send(payload) {
        const result = await post(place.channelId, place.guildId, payload, place);
        if (result.ok || result.trouble.meaning !== 'noHistory') return result;
        return post(place.channelId, place.guildId, payload, null);
      },
    };
  }
  if (reply && tokenLives(job, clock)) yield followUp(reply);
  yield {
    name: 'dm',
    edits: false,
    hidden: true,
    async send(payload) {
      const dm = await api.openDm(recipientId, stop);
      return dm.ok ? post(dm.value.id, null, payload, null) : dm;
    },
  };
}
