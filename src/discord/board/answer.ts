import type { ReceivedJob } from '../../domain/job.ts';
import type { Acknowledgement, Log } from '../../domain/ports.ts';
import type { MessageBody } from './renderer.ts';
import type { SeenMessage, Wire } from './wire.ts';

export type AnswerParts = {
  readonly wire: Wire;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Told of every first answer that arrived. */
  began(messageId: string, body: MessageBody): void;
};

/** Codes of a 404 that say for sure that there is no answer: message, webhook or interaction unknown. */
const ABSENT: readonly unknown[] = [10008, 10015, 10062];

/** The first answer to an interaction, and the question whether it arrived. */
export function createAnswers({ wire, log, stop, began }: AnswerParts) {
  async function find(job: ReceivedJob): Promise<Acknowledgement> {
    if (!job.reply) return { kind: 'unsure' };
    const answer = await wire.readOriginal(job.reply, stop);
    if (answer.ok) return shown(job, answer.value);
    const { code, status } = answer.trouble;
    if (status === 404 && ABSENT.includes(code)) return { kind: 'absent' };
    log.debug({ job: job.id, trouble: answer.trouble }, 'whether a first answer arrived could not be told');
    return { kind: 'unsure' };
  }

  async function acknowledge(job: ReceivedJob, body: MessageBody): Promise<Acknowledgement> {
    if (!job.reply) return { kind: 'absent' };
    const answer = await wire.acknowledge(job.reply, body, job.private, stop);
    if (answer.ok) {
      began(answer.value.id, body);
      return shown(job, answer.value);
    }
    const { trouble } = answer;
    log.warn({ job: job.id, trouble }, 'a first answer was not taken');
    switch (trouble.meaning) {
      case 'alreadyAcknowledged':
        return find(job);
      case 'transient': {
        // It may still be on its way: finding nothing now proves nothing.
        const found = await find(job);
        return found.kind === 'shown' ? found : { kind: 'unsure' };
      }
      default:
        return { kind: 'absent' };
    }
  }

  return { acknowledge, find };
}

function shown(job: ReceivedJob, { id, channelId, ephemeral }: SeenMessage): Acknowledgement {
  return { kind: 'shown', place: { guildId: job.guildId, channelId, messageId: id }, private: ephemeral };
}
