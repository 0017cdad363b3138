import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Place } from '../../domain/job/job.ts';
import { withDeadline } from '../../lib/timeout.ts';
import { isSourceFile } from '../render/source-file.ts';
import type { RestClients } from './clients.ts';
import { CALL_TIMEOUT } from './deadlines.ts';
import { type Trouble, troubleOf } from './errors.ts';

const Shown = z.object({ url: z.string() }).optional();
const MessageMediaSchema = z.object({
  embeds: z.array(z.object({ image: Shown, thumbnail: Shown })),
  attachments: z.array(
    z
      .object({ url: z.string(), content_type: z.string().optional() })
      .transform(({ url, content_type }) => ({ url, contentType: content_type ?? null })),
  ),
});

/** What can be done to a message that shows a result already, or is about to. Nothing throws; every call ends in time or with `stop`. */
export function createExistingMessages({ bot }: Pick<RestClients, 'bot'>, stop: AbortSignal) {
  const route = ({ channelId, messageId }: Place) => Routes.channelMessage(channelId, messageId);
  const timed = <T>(call: (signal: AbortSignal) => Promise<T>) => withDeadline(CALL_TIMEOUT, stop, call);

  /** Addresses of the pictures in a message, freshly signed; null when the bot cannot see it now. */
  async function visibleCopies(place: Place): Promise<readonly string[] | null> {
    try {
      return copiesIn(MessageMediaSchema.parse(await timed((signal) => bot.get(route(place), { signal }))));
    } catch {
      return null;
    }
  }

  return {
    visibleCopies,

    /** The same; none when the bot cannot see it now. */
    copies: async (place: Place): Promise<readonly string[]> => (await visibleCopies(place)) ?? [],

    /**
     * Posts a message that is to be filled, as the bot itself: an answer to an interaction stands below the message whose button
     * was pressed, which others may not see. `replyTo`: what it stands below instead. Null when Discord does not let us.
     */
    async open(
      { guildId, channelId }: Omit<Place, 'messageId'>,
      { text, nonce, replyTo }: { readonly text: string; readonly nonce: string; readonly replyTo: Place | null },
    ): Promise<Place | null> {
      const reference = replyTo && { message_id: replyTo.messageId, fail_if_not_exists: false };
      const body = {
        content: text,
        nonce,
        enforce_nonce: true,
        allowed_mentions: { parse: [] },
        ...(reference && { message_reference: reference }),
      };
      try {
        const posted = await timed((signal) => bot.post(Routes.channelMessages(channelId), { body, signal }));
        return { guildId, channelId, messageId: z.object({ id: z.string() }).parse(posted).id };
      } catch {
        return null;
      }
    },

    /** Replaces a message's buttons and nothing else: its pictures stay as they are. Null when it is done. */
    async replaceButtons(place: Place, components: readonly object[]): Promise<Trouble | null> {
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

/** The parts of a message that hold its pictures and films, as discord.js names them. */
type MessageMedia = {
  readonly embeds: readonly {
    readonly image?: { readonly url: string } | null | undefined;
    readonly thumbnail?: { readonly url: string } | null | undefined;
  }[];
  readonly attachments: readonly { readonly url: string; readonly contentType: string | null }[];
};

/**
 * Addresses of the pictures and films in a message, in order. Discord signs them anew whenever it shows a message to us,
 * so they live when the relay's own addresses have long died. A file that an embed shows is not among the attachments
 * (https://docs.discord.com/developers/resources/message#message-object).
 */
export function copiesIn({ embeds, attachments }: MessageMedia): readonly string[] {
  const shown = embeds.flatMap(({ image, thumbnail }) =>
    [image, thumbnail].flatMap((one) => (one && !isSourceFile(one.url) ? [one.url] : [])),
  );
  const files = attachments.filter(
    ({ contentType, url }) => /^(image|video)\//.test(contentType ?? '') && !isSourceFile(url),
  );
  return [...new Set([...shown, ...files.map(({ url }) => url)])];
}
