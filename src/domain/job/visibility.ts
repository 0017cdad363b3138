import { type Job, onlyLooks, type Place } from './job.ts';

/** Who wants to see something, and where. */
export type Viewer = { readonly memberId: string; readonly guildId: string | null; readonly channelId: string | null };

/**
 * Whether a member may be shown a job. Their own: always. Somebody else's: when it is public and of the same server, or,
 * outside servers, of the very channel where they ask. `place` is where it is shown, null where it is not.
 */
export function isVisibleTo({ memberId, guildId, channelId }: Viewer, job: Job, place: Place | null): boolean {
  if (job.requester.id === memberId) return true;
  if (job.private) return false;
  return guildId === null ? place?.channelId === channelId : (place?.guildId ?? job.guildId) === guildId;
}

/**
 * Whether a task is kept from a member because of the job for which it was made. A job that only looks at a task makes no
 * secret of it.
 */
export function isKeptFrom(viewer: Viewer, maker: Job): boolean {
  return !onlyLooks(maker) && !isVisibleTo(viewer, maker, 'place' in maker ? maker.place : null);
}
