import { ApplicationCommandOptionType } from 'discord.js';
import { type Handler, inServers } from '../src/discord/handler.ts';
import { MODERATORS, moderatedServer } from '../src/discord/input/moderator.ts';
import { serverOf } from '../src/discord/input/server.ts';
import { blockOf } from '../src/domain/policy/authorize.ts';
import { openServer, withoutBlock } from '../src/domain/policy/server-policy.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.unblock;

/** `/unblock` lets a member make pictures in a server again. */
export default {
  command: {
    data: {
      name: 'unblock',
      description,
      ...inServers(MODERATORS),
      options: [
        { type: ApplicationCommandOptionType.User, name: 'member', description: options.member, required: true },
      ],
    },
    async execute(interaction, { responder, serverLog, store, words }) {
      const { moderation } = words;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(moderation.notModerator);
      const { id: memberId } = interaction.options.getUser('member', true);
      const { before } = await store.policies.changeServer(guildId, (policy) => withoutBlock(policy, memberId));
      const wasBlocked = blockOf(before ?? openServer, memberId, interaction.createdTimestamp) !== null;
      if (wasBlocked)
        serverLog.add(serverOf(interaction, guildId), { kind: 'unblocked', by: interaction.user.id, memberId });
      const who = `<@${memberId}>`;
      await responder.tell(wasBlocked ? moderation.unblocked(who) : moderation.notBlocked(who));
    },
  },
} satisfies Handler;
