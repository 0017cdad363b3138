import { ChannelType } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** How many interactions are remembered: each is asked for as soon as it has arrived. */
const KEPT = 1_000;

const threads: ReadonlySet<number> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

const Payload = z.object({
  id: z.string(),
  channel: z.object({ type: z.number(), parent_id: z.string().nullish() }),
});

/**
 * Knows to which channel the thread belongs in which an interaction happened. discord.js leaves out the channel of an interaction
 * that it has not cached, and nothing is cached.
 */
export function createThreadParents(): {
  /** Takes an interaction as it came. */
  heard(payload: unknown): void;
  /** The channel of the thread, null when it was no thread. */
  of(interactionId: string): string | null;
} {
  const parents = new LRUCache<string, string>({ max: KEPT });

  return {
    heard(payload) {
      const { data } = Payload.safeParse(payload);
      if (data?.channel.parent_id && threads.has(data.channel.type)) parents.set(data.id, data.channel.parent_id);
    },
    of: (interactionId) => parents.get(interactionId) ?? null,
  };
}
