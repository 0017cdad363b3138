import type { Message, MessageContextMenuCommandInteraction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Place } from '../../domain/job/job.ts';
import { isPicture } from './picture-option.ts';

type ShownPictures = Pick<Message, 'attachments' | 'embeds'>;

/** The address of the first picture in a message, null when it has none: its files, its embeds, then the messages it forwards. */
export function pictureIn(message: ShownPictures & Partial<Pick<Message, 'messageSnapshots'>>): string | null {
  for (const shown of [message, ...(message.messageSnapshots?.values() ?? [])]) {
    const file = shown.attachments.find(isPicture);
    const embedded = shown.embeds.flatMap(({ image, thumbnail }) => image?.url ?? thumbnail?.url ?? []);
    const url = [file?.url, ...embedded].find((address) => address && /^https?:\/\//i.test(address));
    if (url) return url;
  }
  return null;
}

/** The place of the message that an Apps-menu command was used on. The message itself does not name its server. */
export function targetPlace({
  guildId,
  targetMessage: { id, channelId },
}: Pick<MessageContextMenuCommandInteraction, 'guildId' | 'targetMessage'>): Place {
  return { guildId, channelId, messageId: id };
}

/** Whether only one member sees the message. */
export function isEphemeral({ flags }: Pick<Message, 'flags'>): boolean {
  return flags.has(MessageFlags.Ephemeral);
}
