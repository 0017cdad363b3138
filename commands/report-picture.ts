import { ApplicationCommandType } from 'discord.js';
import { type Handler, inServers } from '../src/discord/handler.ts';
import { chosenIn, writtenIn } from '../src/discord/input/modal-fields.ts';
import { isEphemeral, pictureIn, targetPlace } from '../src/discord/input/picture-in-message.ts';
import { serverOf } from '../src/discord/input/server.ts';
import { passOn, reportable, takeTurn } from '../src/discord/lookup/reportable.ts';
import { reportId } from '../src/discord/render/custom-ids.ts';
import { messageLink } from '../src/discord/render/link.ts';
import { reportFields, reportModal } from '../src/discord/render/report.ts';
import { reportReasons } from '../src/domain/policy/report.ts';
import { en } from '../src/text/en/index.ts';

/** "Report picture" in the Apps menu tells the moderators of a server of a picture that the bot has made there. */
export default {
  menu: {
    data: { type: ApplicationCommandType.Message, name: en.commands.reportPicture.name, ...inServers() },
    async use(interaction, context) {
      const { access, responder, words } = context;
      const { client, targetMessage } = interaction;
      const { server: guildId } = await access();
      const isOurs = targetMessage.author.id === client.user.id && !isEphemeral(targetMessage);
      if (guildId === null || !isOurs || pictureIn(targetMessage) === null)
        return responder.tell(words.reports.notOurs);
      const record = await reportable({ ...targetPlace(interaction), guildId }, context);
      if (typeof record === 'string') return responder.tell(record);
      await responder.showModal(reportModal(targetMessage.id, words));
    },
  },
  modal: {
    prefix: reportId.prefix,
    async submit(interaction, context) {
      const { access, presenter, responder, words } = context;
      const { channelId, createdTimestamp: at, customId, user } = interaction;
      const { server: guildId } = await access();
      const [messageId = ''] = reportId.decode(customId) ?? [];
      const reason = reportReasons.find((one) => chosenIn(interaction, reportFields.reason).includes(one));
      if (guildId === null || channelId === null || !reason) return responder.tell(words.replies.buttonUnknown);
      const record = await reportable({ guildId, channelId, messageId }, context);
      if (typeof record === 'string') return responder.tell(record);
      await responder.deferReply();
      if ((await presenter.exists(record.place)) === 'no') return responder.tell(words.reports.gone);
      const most = await takeTurn(interaction, guildId, context);
      if (most !== null) return responder.tell(words.reports.tooMany(most));
      const report = { by: user.id, reason, words: writtenIn(interaction, reportFields.words), at };
      const isPassedOn = await passOn(record, report, serverOf(interaction, guildId), context);
      await responder.tell(isPassedOn ? words.reports.thanks : words.reports.noPlace(messageLink(record.place)));
    },
  },
} satisfies Handler;
