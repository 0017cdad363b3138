import { type Handler, inServers } from '../src/discord/handler.ts';
import { MANAGERS, managedServer } from '../src/discord/input/manager.ts';
import { channelFindings } from '../src/discord/lookup/channel-findings.ts';
import { renderFindings } from '../src/discord/render/findings.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.doctor;

/** `/doctor` tells a server's managers whether the bot can work there, and the people who run the bot all there is to know of it. */
export default {
  command: {
    data: { name: 'doctor', description, ...inServers(MANAGERS) },
    async execute(interaction, context) {
      const { access, doctor, responder, words } = context;
      const member = await access();
      const guildId = managedServer(interaction, member);
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const here = await channelFindings(interaction, guildId, context);
      await responder.tell(renderFindings(here, true, words));
      const server = await doctor.server(guildId);
      const everything = member.isOperator ? await doctor.everything() : [];
      await responder.editReply(renderFindings([...here, ...server, ...everything], false, words));
    },
  },
} satisfies Handler;
