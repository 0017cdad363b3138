import { type ButtonInteraction, InteractionContextType, PermissionFlagsBits } from 'discord.js';
import type { Handler } from '../../src/discord/handler.ts';
import { deleteId } from '../../src/discord/render/custom-ids.ts';
import { renderRemoved } from '../../src/discord/render/removed.ts';
import { troubleOf } from '../../src/discord/rest/errors.ts';
import { jobsSharing } from '../../src/domain/job/shared-message.ts';

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

/** 🗑️ below a result removes the message, and offers to bring it back. What the store knows of it is kept. */
export default {
  button: {
    prefix: deleteId.prefix,
    free: true,
    async press(interaction, { responder, presenter, engine, store, words }) {
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
      const isSeveral = record !== undefined && (await jobsSharing(record, engine.job)).length > 0;
      const undone = record && !isSeveral ? record.jobId : null;
      await responder.tell(renderRemoved(undone, isSeveral, words));
    },
  },
} satisfies Handler;
