import {
  interactionOf,
  isFollowUp,
  isFurther,
  type Place,
  type ReceivedJob,
  type Reply,
} from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Acknowledgement } from '../../domain/ports/presenter.ts';
import type { Pause } from '../../lib/timeout.ts';
import type { MessageBody } from '../render/body.ts';
import type { ApiResult, DiscordApi } from '../rest/api.ts';
import { answerTimeout, TOKEN_LIFE } from '../rest/deadlines.ts';
import { isContentRefusal, rateLimited, type Trouble } from '../rest/errors.ts';
import type { SeenMessage } from '../rest/response-schemas.ts';
import type { EditBudget } from './edit-budget.ts';
import { markOf, withMark } from './job-mark.ts';
import type { Renderer } from './renderer.ts';

export type FirstResponseParts = {
  readonly api: DiscordApi;
  readonly budget: Pick<EditBudget, 'take' | 'waitForTurn'>;
  readonly renderer: Pick<Renderer, 'begunAt'>;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Told of every first response that arrived. */
  onShown(messageId: string, body: MessageBody): void;
};

/** What a second try of a first answer may take at least, in ms. */
const SECOND_TRY = 400;

/** How long a message may still arrive of which nothing was heard, in ms. */
const LATE_ARRIVAL = 5_000;

/** How long is said to be waited for a turn that did not come before the process stops, in ms. */
const NO_TURN = 1_000;

/** Of a first message that the bot posts as itself. A result that is posted later has the job's id: it must not be taken for a repeat. */
const nonceOf = ({ id }: ReceivedJob) => `o${id}`;

/** Codes of a 404 that say for sure that there is no message: message, webhook or interaction unknown. */
const ABSENT: readonly unknown[] = [10008, 10015, 10062];

/**
 * A job's first message: the first answer to its interaction, or, for a follow-up job, a further message of it. For a
 * further task without a token it is one that the bot posts as itself, and for a gesture made in a message that nobody else
 * sees, where the bot may do that.
 */
export function createFirstResponse({ api, budget, renderer, clock, pause, log, stop, onShown }: FirstResponseParts) {
  function unsure(job: ReceivedJob, trouble: Trouble): Acknowledgement {
    log.debug({ job: job.id, trouble }, 'whether a first answer arrived could not be told');
    return { kind: 'unsure' };
  }

  /** The interaction may have been answered with something else: with an apology, when the job could not be written down. */
  async function findOriginal(job: ReceivedJob): Promise<Acknowledgement> {
    if (!job.reply) return { kind: 'unsure' };
    const result = await api.readOriginal(job.reply, stop);
    if (result.ok) return result.value.marks.includes(markOf(job)) ? shown(job, result.value) : { kind: 'absent' };
    const { code, status } = result.trouble;
    return status === 404 && ABSENT.includes(code) ? { kind: 'absent' } : unsure(job, result.trouble);
  }

  /** A further message has no address of its own by which it could be asked for, so it is looked for in its channel. */
  async function findFollowUp(job: ReceivedJob): Promise<Acknowledgement> {
    if (!job.reply && !isFurther(job)) return { kind: 'absent' };
    if (job.private) return { kind: 'hidden' };
    const result = await api.readMessages(job.channelId, interactionOf(job.id), stop);
    if (!result.ok) return result.trouble.meaning === 'noAccess' ? { kind: 'hidden' } : unsure(job, result.trouble);
    const found = result.value.find(({ marks }) => marks.includes(markOf(job)));
    return found ? shown(job, found) : { kind: 'absent' };
  }

  async function find(job: ReceivedJob): Promise<Acknowledgement> {
    const isElsewhere = isFollowUp(job) || isFurther(job);
    if (!isElsewhere && !job.postedByBot) return findOriginal(job);
    const found = await findFollowUp(job);
    if (isElsewhere || found.kind === 'shown') return found;
    // Where the bot may not post after all, it has answered.
    const original = await findOriginal(job);
    return original.kind === 'absent' ? found : original;
  }

  /** What a first answer may take: less for a gesture that was looked into before, so that all stays below three seconds. */
  function timeLeft({ reply }: ReceivedJob): number {
    const arrivedAt = reply ? reply.expiresAt - TOKEN_LIFE : clock.now();
    return answerTimeout(Math.max(0, clock.now() - arrivedAt));
  }

  /** Posts a job's message as the bot itself, below the picture that it comes from. */
  async function post(job: ReceivedJob, body: MessageBody, ms?: number): Promise<ApiResult<SeenMessage>> {
    const bucket = `post ${job.channelId}` as const;
    const wait = isFollowUp(job)
      ? await budget.waitForTurn(bucket, stop).catch(() => NO_TURN)
      : budget.take(bucket, 'final');
    if (wait > 0) return { ok: false, trouble: rateLimited(bucket, wait) };
    const parent = job.parent?.channelId === job.channelId ? job.parent : null;
    const send = (replyTo: Place | null) =>
      api.post(job.channelId, { body, files: [] }, { nonce: nonceOf(job), replyTo }, stop, ms);
    const result = await send(parent);
    return !result.ok && result.trouble.meaning === 'noHistory' && parent ? send(null) : result;
  }

  /** The same; where the bot may not post after all, or not now, the message is an answer, as everywhere else. */
  async function sendAsBot(
    job: ReceivedJob,
    reply: Reply,
    body: MessageBody,
    ms: number,
  ): Promise<ApiResult<SeenMessage>> {
    const began = performance.now();
    const isAnswered = isFollowUp(job);
    // Discord takes no further message of an interaction without an answer, but whatever the bot posts as itself.
    const answer = isAnswered ? await api.readOriginal(reply, stop) : null;
    if (answer && !answer.ok && answer.trouble.meaning !== 'unknownMessage') return answer;
    const posted = await (isAnswered ? post(job, body) : post(job, body, ms / 2));
    if (posted.ok || isContentRefusal(posted.trouble.meaning)) return posted;
    const isUnsure = posted.trouble.meaning === 'transient';
    // It is looked for, and owed.
    if (isAnswered && isUnsure) return posted;
    log.info({ job: job.id, trouble: posted.trouble }, 'a job begins in an answer, as the bot may not post');
    if (isAnswered) return api.followUp(reply, body, false, stop);
    const left = Math.max(ms - (performance.now() - began), SECOND_TRY);
    const answered = await api.acknowledge(reply, body, false, stop, left);
    if (answered.ok && isUnsure) void removeStray(job);
    return answered;
  }

  /** Deletes a message that was posted though nobody heard of it: its job has another one. */
  async function removeStray(job: ReceivedJob): Promise<void> {
    await pause(LATE_ARRIVAL, stop);
    const result = await api.readMessages(job.channelId, interactionOf(job.id), stop);
    const strays = result.ok ? result.value.filter(({ marks, byBot }) => byBot && marks.includes(markOf(job))) : [];
    for (const { id: messageId, channelId } of strays) {
      await api.deleteMessage({ guildId: job.guildId, channelId, messageId }, stop);
    }
  }

  /**
   * Answers the gesture of a job whose message the bot has posted as itself: the message in which it was made leads there. That
   * comes last, so that nobody has seen anything while that message may be missing.
   */
  async function leadTo(job: ReceivedJob, answer: Acknowledgement, ms: number): Promise<Acknowledgement> {
    if (answer.kind !== 'shown' || !answer.postedByBot || !job.reply || isFollowUp(job)) return answer;
    const result = await api.update(job.reply, renderer.begunAt(job, answer.place), stop, Math.max(ms, SECOND_TRY));
    if (!result.ok)
      log.info({ job: job.id, trouble: result.trouble }, 'a gesture is not answered, but its job is seen');
    return answer;
  }

  /** Sends a first message; null when there is no way to. `ms`: what a first answer may take. */
  function send(job: ReceivedJob, body: MessageBody, ms: number): Promise<ApiResult<SeenMessage>> | null {
    if (job.reply && job.postedByBot && !job.private) return sendAsBot(job, job.reply, body, ms);
    if (job.reply && isFollowUp(job)) return api.followUp(job.reply, body, job.private, stop);
    if (job.reply) return api.acknowledge(job.reply, body, job.private, stop, ms);
    if (!isFurther(job) || job.private) return null;
    return api.post(job.channelId, { body, files: [] }, { nonce: nonceOf(job), replyTo: null }, stop);
  }

  /** `render` makes the message, with the prompt or, where Discord refuses a word or a link of it, without. */
  async function acknowledge(job: ReceivedJob, render: (shown: ReceivedJob) => MessageBody): Promise<Acknowledgement> {
    const followUp = isFollowUp(job) || isFurther(job);
    const ms = timeLeft(job);
    const began = performance.now();
    const left = () => ms - (performance.now() - began);
    let body = withMark(render(job), job);
    let result = await send(job, body, ms);
    if (result && !result.ok && isContentRefusal(result.trouble.meaning)) {
      log.info({ job: job.id, trouble: result.trouble }, 'a first answer goes without its prompt');
      body = withMark(render({ ...job, prompt: '' }), job);
      result = await send(job, body, Math.max(left(), SECOND_TRY));
    }
    if (!result) return { kind: 'absent' };
    if (result.ok) {
      onShown(result.value.id, body);
      return leadTo(job, shown(job, result.value), left());
    }
    const { trouble } = result;
    log.warn({ job: job.id, trouble }, 'a first answer was not taken');
    if (trouble.meaning === 'alreadyAcknowledged') {
      const found = await find(job);
      return found.kind === 'shown' ? { ...found, byAnother: true } : found;
    }
    // The member saw the gesture taken: this message is owed to them and may be sent again.
    if (followUp && trouble.meaning === 'rateLimited') return { kind: 'unsure' };
    if (trouble.meaning !== 'transient' && trouble.meaning !== 'unclear') return { kind: 'absent' };
    // It may still be on its way, so not finding it now proves nothing.
    const found = await find(job);
    if (found.kind !== 'shown') return { kind: 'unsure' };
    const led = await leadTo(job, found, left());
    return led.kind === 'shown' ? { ...led, isUnclear: true } : led;
  }

  return { acknowledge, find };
}

function shown(job: ReceivedJob, { id, channelId, ephemeral, byBot }: SeenMessage): Acknowledgement {
  const place = { guildId: job.guildId, channelId, messageId: id };
  return { kind: 'shown', place, private: ephemeral, ...(job.postedByBot && byBot && { postedByBot: true }) };
}
