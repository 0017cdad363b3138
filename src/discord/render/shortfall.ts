import type { JobIn, Place } from '../../domain/job/job.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { paragraphs } from './body.ts';
import { messageLink } from './link.ts';

/** Why a message has less than it should: what Discord holds against the rest; `unclear` when it does not say. */
export type Shortfall = keyof Catalogue['refused']['without'];

/** Why something is missing, in a sentence. `links`: those that take the place of pictures, where there are any. */
export function shortfallText(shortfall: Shortfall | null, links: string, { refused }: Catalogue): string {
  if (shortfall === null) return '';
  const announces = shortfall === 'explicit' || shortfall === 'unclear';
  if (announces) return links === '' ? '' : `${refused.without[shortfall]}\n${links}`;
  return paragraphs(refused.without[shortfall], links);
}

/** What became of a job, in a sentence that repeats nothing of it: for a message that Discord takes in no other form. */
export function bareText({ outcome }: JobIn<'delivering'>, shortfall: Shortfall, { refused }: Catalogue): string {
  return outcome.kind === 'failed' ? refused.failed : refused.kept[shortfall];
}

/**
 * For a message whose result stands at `place`, in another one: where that is. Null: it stands nowhere, and is kept.
 * `hidden`: only the requester sees the other message.
 */
export function whereabouts(job: JobIn<'delivering'>, place: Place | null, hidden: boolean, words: Catalogue): string {
  const { refused } = words;
  if (!place) return bareText(job, 'unclear', words);
  if (hidden && !job.private) return job.outcome.kind === 'failed' ? refused.toldRequester : refused.toRequester;
  if (place.guildId === null && place.channelId !== job.channelId) return refused.byDm;
  return refused.elsewhere(messageLink(place));
}
