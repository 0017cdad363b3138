import { LRUCache } from 'lru-cache';

/** The interaction with which each member looked last. */
const latest = new LRUCache<string, string>({ max: 1_000 });

/**
 * Notes that a member looks at a list by an interaction. Answers whether they have not looked anew since: then what belongs to this
 * look may still be added to it. Otherwise it would undo the turning of a page.
 */
export function noteLook(memberId: string, interactionId: string): () => boolean {
  latest.set(memberId, interactionId);
  return () => latest.get(memberId) === interactionId;
}
