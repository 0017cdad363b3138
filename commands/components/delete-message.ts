import { type ButtonInteraction, InteractionContextType, PermissionFlagsBits } from 'discord.js';
import type { Handler } from '../../src/discord/handler.ts';
import { deleteId } from '../../src/discord/render/custom-ids.ts';
import { troubleOf } from '../../src/discord/rest/errors.ts';

/**
 * Whether the member may remove the message: they requested the job, or made the interaction that posted it, or may manage
 * messages here. In the bot's DM there is nobody else to ask.
 */
function mayRemove({ customId, user, memberPermissions, message, context }: ButtonInteraction): boolean {
  const [requesterId] = deleteId.decode(customId) ?? [];
  return (
    user.id === requesterId ||
    user.id === message.interactionMetadata?.user.id ||
    context === InteractionContextType.BotDM ||
    (memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false)
  );
}

/** 🗑️ below a result removes the message. What the store knows of it is kept. */
export default {
  button: {
    prefix: deleteId.prefix,
    free: true,
    async press(interaction, { responder, presenter, store, words }) {
      if (!mayRemove(interaction)) return responder.tell(words.lookup.mayNotRemove);
      const { channelId, guildId, message } = interaction;
      try {
        await responder.deleteMessage();
      } catch (error) {
        const place = { guildId, channelId, messageId: message.id };
        const gone = troubleOf(error).meaning === 'unknownMessage' || (await presenter.remove(place)) === null;
        if (!gone) return responder.tell(words.lookup.notRemoved);
      }
      const record = await store.messages.get(message.id);
      await responder.tell(words.lookup.removed(record?.taskId ?? ''));
    },
  },
} satisfies Handler;
