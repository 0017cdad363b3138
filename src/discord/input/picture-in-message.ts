import type { Message, MessageContextMenuCommandInteraction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Place } from '../../domain/job/job.ts';
import { isPicture } from './picture-option.ts';

type Shown = Pick<Message, 'attachments' | 'embeds'>;

/** The address of the first picture that a message shows, its own files first, then those of a message it forwards. */
export function pictureIn(message: Shown & Partial<Pick<Message, 'messageSnapshots'>>): string | null {
  for (const shown of [message, ...(message.messageSnapshots?.values() ?? [])]) {
    const file = shown.attachments.find(isPicture);
    const drawn = shown.embeds.flatMap(({ image, thumbnail }) => image?.url ?? thumbnail?.url ?? []);
    const url = [file?.url, ...drawn].find((address) => address && /^https?:\/\//i.test(address));
    if (url) return url;
  }
  return null;
}

/** Where the message of an Apps-menu command stands; the message itself does not say in which server. */
export function targetPlace({
  guildId,
  targetMessage: { id, channelId },
}: Pick<MessageContextMenuCommandInteraction, 'guildId' | 'targetMessage'>): Place {
  return { guildId, channelId, messageId: id };
}

/** Whether only one member sees it. */
export function isEphemeral({ flags }: Pick<Message, 'flags'>): boolean {
  return flags.has(MessageFlags.Ephemeral);
}
