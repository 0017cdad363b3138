import { ApplicationCommandType } from 'discord.js';
import { everywhere, type Handler } from '../src/discord/handler.ts';
import { forwardedTaskId, restoreButtons, shownJob } from '../src/discord/lookup/revive.ts';
import { gestureOf } from '../src/discord/render/body.ts';
import { messageLink } from '../src/discord/render/link.ts';
import { en } from '../src/text/en/index.ts';

const { name } = en.commands.revive;

/** "Revive buttons" in the Apps menu gives one of our messages its buttons back, in place. */
export default {
  menu: {
    data: { type: ApplicationCommandType.Message, name, ...everywhere },
    async use(interaction, context) {
      const { responder, words } = context;
      const { client, guildId, guildLocale, channelId, locale, targetMessage } = interaction;
      if (targetMessage.author.id !== client.user.id) {
        const taskId = forwardedTaskId(interaction);
        return responder.tell(taskId === null ? words.lookup.notMine : words.lookup.forwarded(taskId));
      }
      await responder.deferReply();
      const place = { guildId, channelId, messageId: targetMessage.id };
      const job = await shownJob(interaction, place, context);
      if (!job) return responder.tell(words.lookup.nothingToRevive);
      if (job.step !== 'delivering') {
        return responder.tell(words.lookup.stillMaking(gestureOf(job, words), messageLink(place)));
      }
      // What came by direct message speaks its reader's language, wherever the job was made.
      const done = await restoreButtons({ ...job, locale: guildLocale ?? locale }, context);
      const { outcome } = job;
      const taskId = outcome.kind === 'pictures' ? (outcome.taskId ?? '') : '';
      const isBare = outcome.kind === 'pictures' && outcome.buttons.length === 0 && job.group.length === 0;
      const revived = isBare ? words.lookup.revivedBare : words.lookup.revived;
      await responder.tell(done ? revived : words.lookup.notRevived(taskId));
    },
  },
} satisfies Handler;
