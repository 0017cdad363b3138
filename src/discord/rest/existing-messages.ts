import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Place } from '../../domain/job/job.ts';
import { withDeadline } from '../../lib/timeout.ts';
import { copiesIn } from '../board/copies.ts';
import type { Rests } from './clients.ts';
import { type Trouble, troubleOf } from './errors.ts';

const CALL = 15_000;

const Shown = z.object({
  embeds: z.array(z.object({ image: z.object({ url: z.string() }).optional() })),
  attachments: z.array(
    z
      .object({ url: z.string(), content_type: z.string().optional() })
      .transform(({ url, content_type }) => ({ url, contentType: content_type ?? null })),
  ),
});

/** What else is done to messages that show a result already. Nothing throws; every call ends in time or with `stop`. */
export function createReposts({ bot }: Pick<Rests, 'bot'>, stop: AbortSignal) {
  const route = ({ channelId, messageId }: Place) => Routes.channelMessage(channelId, messageId);
  const timed = <T>(call: (signal: AbortSignal) => Promise<T>) => withDeadline(CALL, stop, call);

  return {
    /** Addresses of the pictures in a message, freshly signed; none when the bot cannot see it. */
    async copies(place: Place): Promise<readonly string[]> {
      try {
        return copiesIn(Shown.parse(await timed((signal) => bot.get(route(place), { signal }))));
      } catch {
        return [];
      }
    },

    /** Replaces a message's buttons and nothing else: its pictures stay as they are. Null when it is done. */
    async redress(place: Place, components: readonly object[]): Promise<Trouble | null> {
      try {
        await timed((signal) => bot.patch(route(place), { body: { components }, signal }));
        return null;
      } catch (error) {
        return troubleOf(error);
      }
    },

    /** Deletes a message of ours. Null when it is gone. */
    async remove(place: Place): Promise<Trouble | null> {
      try {
        await timed((signal) => bot.delete(route(place), { signal }));
        return null;
      } catch (error) {
        const trouble = troubleOf(error);
        return trouble.meaning === 'unknownMessage' ? null : trouble;
      }
    },
  };
}
