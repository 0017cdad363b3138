import { type ButtonInteraction, InteractionContextType, PermissionFlagsBits } from 'discord.js';
import type { Context, Handler } from '../../src/discord/handler.ts';
import { serverOf } from '../../src/discord/input/server.ts';
import { noteRemoval } from '../../src/discord/lookup/removal.ts';
import { deleteId } from '../../src/discord/render/custom-ids.ts';
import { renderRemoved } from '../../src/discord/render/removed.ts';
import { troubleOf } from '../../src/discord/rest/errors.ts';
import { jobsSharing } from '../../src/domain/job/shared-message.ts';
import type { MessageRecord } from '../../src/domain/ports/store.ts';

/**
 * Whether the member may remove the message: they requested the job, or made the interaction that posted it, or may manage
 * messages here. In the bot's DM there is nobody else to ask.
 */
function mayRemove(interaction: ButtonInteraction): boolean {
  return isTheirs(interaction) || (interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false);
}

function isTheirs({ customId, user, message, context }: ButtonInteraction): boolean {
  const [requesterId] = deleteId.decode(customId) ?? [];
  return (
    user.id === requesterId ||
    user.id === message.interactionMetadata?.user.id ||
    context === InteractionContextType.BotDM
  );
}

/** Notes, also in the log of the server, that somebody removed a picture which was not theirs. */
async function noteModeration(
  interaction: ButtonInteraction,
  record: MessageRecord | undefined,
  { serverLog, store }: Context,
): Promise<void> {
  const { channelId, customId, guildId, message, user } = interaction;
  const [memberId] = deleteId.decode(customId) ?? [];
  if (guildId === null || memberId === undefined || isTheirs(interaction)) return;
  await noteRemoval(message.id, { store });
  const prompt = record?.private ? null : (record?.prompt ?? null);
  serverLog.add(serverOf(interaction, guildId), { kind: 'removed', by: user.id, memberId, channelId, prompt });
}

/** 🗑️ below a result removes the message, and offers to bring it back. What the store knows of it is kept. */
export default {
  button: {
    prefix: deleteId.prefix,
    free: true,
    async press(interaction, context) {
      const { responder, presenter, engine, store, words } = context;
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
      await noteModeration(interaction, record, context);
      const isSeveral = record !== undefined && (await jobsSharing(record, engine.job)).length > 0;
      const undone = record && !isSeveral ? record.jobId : null;
      await responder.tell(renderRemoved(undone, isSeveral, words));
    },
  },
} satisfies Handler;
