import { interactionOf, type Job } from '../../domain/job/job.ts';
import type { MessageBody } from '../render/body.ts';

type MarkedJob = Pick<Job, 'id' | 'group' | 'guildId' | 'channelId'>;

/**
 * The embed address by which a job's message is told from all others, such as an apology that answered the same
 * interaction. Jobs that share a message share its mark. Members do not see it: an embed's address belongs to its title,
 * and ours have none. A message has it until it shows a result.
 */
export function markOf({ id, group, guildId, channelId }: MarkedJob): string {
  const owner = group.length > 0 ? interactionOf(id) : id;
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}?job=${owner}`;
}

/** The body with the job's mark. */
export function withMark(body: MessageBody, job: MarkedJob): MessageBody {
  const [first, ...others] = body.embeds;
  return { ...body, embeds: first ? [{ ...first, url: markOf(job) }, ...others] : [] };
}
