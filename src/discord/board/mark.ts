import type { Job } from '../../domain/job/job.ts';
import type { MessageBody } from '../presenter/renderer.ts';

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
