import { z } from 'zod';

/** A message as Discord tells us of it. `marks` are the addresses of its embeds, which tell whose message it is. */
export type SeenMessage = {
  readonly id: string;
  readonly channelId: string;
  readonly ephemeral: boolean;
  /** Whether the bot posted it as itself, and not as an answer to an interaction. */
  readonly byBot: boolean;
  readonly marks: readonly string[];
};

/** The flag of a message that only one member sees: https://docs.discord.com/developers/resources/message#message-object-message-flags */
export const EPHEMERAL = 64;

/** A message, from whichever route. */
export const Message = z
  .object({
    id: z.string(),
    channel_id: z.string(),
    flags: z.number().default(0),
    webhook_id: z.string().nullish(),
    embeds: z.array(z.object({ url: z.string().nullish() })).default([]),
  })
  .transform(
    ({ id, channel_id, flags, webhook_id, embeds }): SeenMessage => ({
      id,
      channelId: channel_id,
      ephemeral: (flags & EPHEMERAL) !== 0,
      byBot: webhook_id == null,
      marks: embeds.flatMap(({ url }) => url ?? []),
    }),
  );

/** What Discord says to the first answer of an interaction. */
export const Callback = z.object({
  interaction: z.object({ response_message_ephemeral: z.boolean().nullish() }),
  resource: z.object({ message: Message }),
});

/** A channel of which only the id matters. */
export const Channel = z.object({ id: z.string() });

/** A channel as far as it matters where it is; `guildId` is null outside servers. */
export const ServerChannel = z
  .object({ guild_id: z.string().nullish() })
  .transform(({ guild_id }) => ({ guildId: guild_id ?? null }));
