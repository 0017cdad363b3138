import { interactionOf, isFollowUp, isFurther, type ReceivedJob } from '../../domain/job/job.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Acknowledgement } from '../../domain/ports/presenter.ts';
import type { MessageBody } from '../render/body.ts';
import type { ApiResult, DiscordApi, SeenMessage } from '../rest/api.ts';
import { answerTimeout, TOKEN_LIFE } from '../rest/deadlines.ts';
import { isContentRefusal, type Trouble } from '../rest/errors.ts';
import { markOf, withMark } from './job-mark.ts';

export type FirstResponseParts = {
  readonly api: DiscordApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Told of every first response that arrived. */
  onShown(messageId: string, body: MessageBody): void;
};

/** What a second try of a first answer may take at least, in ms. */
const SECOND_TRY = 400;

/** Codes of a 404 that say for sure that there is no message: message, webhook or interaction unknown. */
const ABSENT: readonly unknown[] = [10008, 10015, 10062];

/**
 * A job's first message: the first answer to its interaction, or, for a follow-up job, a further message of it. For a
 * further task without a token it is one that the bot posts as itself.
 */
export function createFirstResponse({ api, clock, log, stop, onShown }: FirstResponseParts) {
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

  const find = (job: ReceivedJob) => (isFollowUp(job) || isFurther(job) ? findFollowUp(job) : findOriginal(job));

  /** What a first answer may take: less for a gesture that was looked into before, so that all stays below three seconds. */
  function timeLeft({ reply }: ReceivedJob): number {
    const arrivedAt = reply ? reply.expiresAt - TOKEN_LIFE : clock.now();
    return answerTimeout(Math.max(0, clock.now() - arrivedAt));
  }

  /** Sends a first message; null when there is no way to. `ms`: what a first answer may take. */
  function send(job: ReceivedJob, body: MessageBody, ms: number): Promise<ApiResult<SeenMessage>> | null {
    if (job.reply && isFollowUp(job)) return api.followUp(job.reply, body, job.private, stop);
    if (job.reply) return api.acknowledge(job.reply, body, job.private, stop, ms);
    if (!isFurther(job) || job.private) return null;
    return api.post(job.channelId, { body, files: [] }, { nonce: job.id, replyTo: null }, stop);
  }

  /** `render` makes the message, with the prompt or, where Discord refuses a word or a link of it, without. */
  async function acknowledge(job: ReceivedJob, render: (shown: ReceivedJob) => MessageBody): Promise<Acknowledgement> {
    const followUp = isFollowUp(job) || isFurther(job);
    const ms = timeLeft(job);
    const began = performance.now();
    let body = withMark(render(job), job);
    let result = await send(job, body, ms);
    if (result && !result.ok && isContentRefusal(result.trouble.meaning)) {
      log.info({ job: job.id, trouble: result.trouble }, 'a first answer goes without its prompt');
      body = withMark(render({ ...job, prompt: '' }), job);
      result = await send(job, body, Math.max(ms - (performance.now() - began), SECOND_TRY));
    }
    if (!result) return { kind: 'absent' };
    if (result.ok) {
      onShown(result.value.id, body);
      return shown(job, result.value);
    }
    const { trouble } = result;
    log.warn({ job: job.id, trouble }, 'a first answer was not taken');
    if (trouble.meaning === 'alreadyAcknowledged') return find(job);
    // The member saw the gesture taken: this message is owed to them and may be sent again.
    if (followUp && trouble.meaning === 'rateLimited') return { kind: 'unsure' };
    if (trouble.meaning !== 'transient' && trouble.meaning !== 'unclear') return { kind: 'absent' };
    // It may still be on its way, so not finding it now proves nothing.
    const found = await find(job);
    return found.kind === 'shown' ? found : { kind: 'unsure' };
  }

  return { acknowledge, find };
}

function shown(job: ReceivedJob, { id, channelId, ephemeral }: SeenMessage): Acknowledgement {
  return { kind: 'shown', place: { guildId: job.guildId, channelId, messageId: id }, private: ephemeral };
}
