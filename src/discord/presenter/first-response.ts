import { isFollowUp, type Job, type ReceivedJob } from '../../domain/job/job.ts';
import type { Acknowledgement, Log } from '../../domain/ports.ts';
import type { MessageBody } from '../render/body.ts';
import type { SeenMessage, Wire } from '../rest/api.ts';
import type { Trouble } from '../rest/errors.ts';

export type AnswerParts = {
  readonly wire: Wire;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Told of every first answer that arrived. */
  began(messageId: string, body: MessageBody): void;
};

/** Codes of a 404 that say for sure that there is no answer: message, webhook or interaction unknown. */
const ABSENT: readonly unknown[] = [10008, 10015, 10062];

/** The first showing of a job: the first answer to its interaction, or a further message of it. */
export function createAnswers({ wire, log, stop, began }: AnswerParts) {
  function untold(job: ReceivedJob, trouble: Trouble): Acknowledgement {
    log.debug({ job: job.id, trouble }, 'whether a first answer arrived could not be told');
    return { kind: 'unsure' };
  }

  async function findOriginal(job: ReceivedJob): Promise<Acknowledgement> {
    if (!job.reply) return { kind: 'unsure' };
    const answer = await wire.readOriginal(job.reply, stop);
    if (answer.ok) return shown(job, answer.value);
    const { code, status } = answer.trouble;
    return status === 404 && ABSENT.includes(code) ? { kind: 'absent' } : untold(job, answer.trouble);
  }

  /** Only the channel itself tells, where the bot can read it. */
  async function findFollowUp(job: ReceivedJob): Promise<Acknowledgement> {
    if (!job.reply) return { kind: 'absent' };
    if (job.private) return { kind: 'hidden' };
    const answer = await wire.readMarks(job.channelId, job.reply.interactionId, stop);
    if (!answer.ok) return answer.trouble.meaning === 'noAccess' ? { kind: 'hidden' } : untold(job, answer.trouble);
    const found = answer.value.find(({ embeds }) => embeds.some(({ url }) => url === markOf(job)));
    return found ? shown(job, { id: found.id, channelId: found.channel_id, ephemeral: false }) : { kind: 'absent' };
  }

  const find = (job: ReceivedJob) => (isFollowUp(job) ? findFollowUp(job) : findOriginal(job));

  async function acknowledge(job: ReceivedJob, plain: MessageBody): Promise<Acknowledgement> {
    if (!job.reply) return { kind: 'absent' };
    const further = isFollowUp(job);
    const body = further ? marked(plain, job) : plain;
    const send = further ? wire.followUp : wire.acknowledge;
    const answer = await send(job.reply, body, job.private, stop);
    if (answer.ok) {
      began(answer.value.id, body);
      return shown(job, answer.value);
    }
    const { trouble } = answer;
    log.warn({ job: job.id, trouble }, 'a first answer was not taken');
    if (trouble.meaning === 'alreadyAcknowledged') return find(job);
    // It is owed and may be sent again.
    if (further && trouble.meaning === 'rateLimited') return { kind: 'unsure' };
    if (trouble.meaning !== 'transient') return { kind: 'absent' };
    // It may still be on its way: finding nothing now proves nothing.
    const found = await find(job);
    return found.kind === 'shown' ? found : { kind: 'unsure' };
  }

  return { acknowledge, find };
}

function shown(job: ReceivedJob, { id, channelId, ephemeral }: SeenMessage): Acknowledgement {
  return { kind: 'shown', place: { guildId: job.guildId, channelId, messageId: id }, private: ephemeral };
}

/**
 * The address that tells whose first showing a message is. Members do not see it: an embed's address belongs to its
 * title, and ours have none. The next edit takes it away.
 */
export function markOf({ id, guildId, channelId }: Pick<Job, 'id' | 'guildId' | 'channelId'>): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}?job=${id}`;
}

/** The body with that address. */
export function marked(body: MessageBody, job: Pick<Job, 'id' | 'guildId' | 'channelId'>): MessageBody {
  const [first, ...others] = body.embeds;
  return { ...body, embeds: first ? [{ ...first, url: markOf(job) }, ...others] : [] };
}
