import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Clock, Delivery, Log } from '../../domain/ports.ts';
import type { Answer, Payload, Wire } from '../rest/api.ts';
import { limited, type Trouble } from '../rest/errors.ts';
import type { Bucket, EditBudget } from './edit-budget.ts';
import { type Form, reduce } from './fallback-forms.ts';
import type { Packed } from './payload.ts';

/** Uploads begun with less than this left of an interaction token, in ms, would end after its death. */
const TOKEN_MARGIN = 5_000;
/** Longest pause before a delivery is tried again, in ms. */
const LATER_MAX = 60_000;

/** One way to reach the member. `own`: by editing the job's own message. */
type Rung = { readonly name: string; readonly own: boolean; send(payload: Payload): Promise<Answer<Place>> };

export type DeliveryRoutesParts = {
  readonly wire: Wire;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Who gets a DM when nothing else is left; unless given, the requester. */
  readonly recipientId?: string | undefined;
};

/** Whether the job's interaction token still serves. */
export function tokenLives({ reply }: Pick<JobIn<'delivering'>, 'reply'>, now: number): boolean {
  return reply !== null && reply.expiresAt - TOKEN_MARGIN > now;
}

/**
 * Sends a result by the best way left: token, bot, a new reply, a DM, which only its requester reads. `make` packs it in
 * the form asked for.
 */
export async function tryRoutes(
  job: JobIn<'delivering'>,
  make: (form: Form, job: JobIn<'delivering'>) => Promise<Packed>,
  parts: DeliveryRoutesParts,
): Promise<Delivery> {
  const { clock, log, stop } = parts;
  let form: Form = { size: 'full', dress: 'full' };
  let packed = await make(form, job);
  for (const rung of rungs(job, parts)) {
    const told = rung.name === 'dm' ? { ...job, locale: job.requester.locale } : job;
    if (told.locale !== job.locale) packed = await make(form, told);
    for (;;) {
      stop.throwIfAborted();
      const answer = await rung.send(packed.payload);
      if (answer.ok) return { kind: 'shown', place: answer.value, buttons: packed.buttons };
      const { trouble } = answer;
      const facts = { job: job.id, rung: rung.name, trouble, form };
      if (trouble.meaning === 'unknownMessage' && rung.own && !job.private) return { kind: 'deleted' };
      if (isLater(trouble, rung)) {
        log.warn(facts, 'a result could not be shown now');
        return { kind: 'later', retryAfter: trouble.retryAfter ?? laterBy(job, clock.now()) };
      }
      if (trouble.meaning === 'invalidBody') log.error(facts, 'Discord refused a message we made; this is our bug');
      else log.info(facts, 'a way to show a result is closed');
      const next = reduce(form, trouble.meaning);
      if (!next) break;
      form = next;
      packed = await make(form, told);
    }
  }
  log.warn({ job: job.id }, 'a result reached nobody and is kept');
  return { kind: 'kept' };
}

function isLater({ meaning }: Trouble, rung: Rung): boolean {
  if (meaning === 'unauthorized') return rung.name !== 'token';
  return meaning === 'transient' || meaning === 'rateLimited';
}

/** Grows with the time a result has been waiting, so that an outage is not hammered. */
function laterBy({ since }: JobIn<'delivering'>, now: number): number {
  return Math.min(Math.max((now - since) / 4, 2_000), LATER_MAX);
}

function* rungs(job: JobIn<'delivering'>, parts: DeliveryRoutesParts): Generator<Rung> {
  const { wire, budget, clock, stop, recipientId = job.requester.id } = parts;
  const { place, reply } = job;
  const here = (answer: Answer<unknown>): Answer<Place> => (answer.ok ? { ok: true, value: place } : answer);

  async function inTurn<T>(bucket: Bucket, send: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const wait = await budget.turn(bucket, stop);
    if (wait > 0) return { ok: false, trouble: limited(bucket, wait) };
    const answer = await send();
    if (!answer.ok && answer.trouble.retryAfter) budget.hold(bucket, answer.trouble.retryAfter);
    return answer;
  }

  async function post(channelId: string, guildId: string | null, payload: Payload, replyTo: Place | null) {
    const send = () => wire.post(channelId, payload, { nonce: job.id, replyTo }, stop);
    const answer = await inTurn(`post ${channelId}`, send);
    if (!answer.ok) return answer;
    const posted: Place = { guildId, channelId: answer.value.channelId, messageId: answer.value.id };
    return { ok: true, value: posted } satisfies Answer<Place>;
  }

  if (reply && tokenLives(job, clock.now())) {
    yield {
      name: 'token',
      own: true,
      send: async (payload) => here(await wire.editByToken({ ...job, reply }, payload, stop)),
    };
  }
  if (!job.private) {
    yield {
      name: 'edit',
      own: true,
      send: async (payload) =>
        here(await inTurn(`edit ${place.channelId}`, () => wire.editMessage(place, payload, stop))),
    };
    yield {
      name: 'reply',
      own: false,
      async send(payload) {
        const answer = await post(place.channelId, place.guildId, payload, place);
        if (answer.ok || answer.trouble.meaning !== 'noHistory') return answer;
        return post(place.channelId, place.guildId, payload, null);
      },
    };
  }
  yield {
    name: 'dm',
    own: false,
    async send(payload) {
      const dm = await wire.openDm(recipientId, stop);
      return dm.ok ? post(dm.value.id, null, payload, null) : dm;
    },
  };
}
