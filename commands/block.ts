import { ApplicationCommandOptionType } from 'discord.js';
import { type Handler, inServers } from '../src/discord/handler.ts';
import { blockMember, clearQueueOf, runningJobsOf, tooManyBlocked, withStop } from '../src/discord/input/blocking.ts';
import { MODERATORS, moderatedServer } from '../src/discord/input/moderator.ts';
import { serverOf } from '../src/discord/input/server.ts';
import { stopId } from '../src/discord/render/custom-ids.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.block;

/** In ms. */
const DAY = 24 * 3_600_000;

/** `/block` keeps a member from making pictures in a server, calls off what they have waiting, and offers to stop what runs. */
export default {
  command: {
    data: {
      name: 'block',
      description,
      ...inServers(MODERATORS),
      options: [
        { type: ApplicationCommandOptionType.User, name: 'member', description: options.member, required: true },
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'days',
          description: options.days,
          min_value: 1,
          max_value: 3650,
        },
        { type: ApplicationCommandOptionType.String, name: 'reason', description: options.reason, max_length: 300 },
      ],
    },
    async execute(interaction, context) {
      const { responder, serverLog, words } = context;
      const { createdTimestamp: at, options: given, user } = interaction;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(words.moderation.notModerator);
      const { id: memberId } = given.getUser('member', true);
      const days = given.getInteger('days');
      const until = days === null ? null : at + days * DAY;
      const block = { memberId, by: user.id, at, until, why: given.getString('reason') ?? '' };
      if ((await blockMember(guildId, block, context)) === 'tooMany') return responder.tell(tooManyBlocked(context));
      serverLog.add(serverOf(interaction, guildId), { kind: 'blocked', ...block });
      await responder.deferReply();
      await responder.tell(await clearQueueOf(guildId, block, context));
    },
  },
  button: {
    prefix: stopId.prefix,
    async press(interaction, context) {
      const { engine, responder, words } = context;
      const { moderation } = words;
      const guildId = moderatedServer(interaction);
      if (guildId === null) return responder.tell(moderation.notModerator);
      const [memberId = ''] = stopId.decode(interaction.customId) ?? [];
      await responder.deferUpdate();
      const counts = { stopped: 0, unfollowed: 0, changingHands: 0 };
      for (const { id } of await runningJobsOf(guildId, memberId, context)) {
        const outcome = await engine.cancel(id, true);
        if (outcome === 'cancelled' || outcome === 'leftAlone') counts.stopped += 1;
        if (outcome === 'unfollowed') counts.unfollowed += 1;
        if (outcome === 'tooLate') counts.changingHands += 1;
      }
      const sentences = [
        counts.stopped > 0 ? moderation.stopped(counts.stopped) : '',
        counts.unfollowed > 0 ? moderation.unfollowed(counts.unfollowed) : '',
        counts.changingHands > 0 ? moderation.changingHands(counts.changingHands) : '',
      ];
      const text = sentences.filter(Boolean).join(' ') || moderation.nothingRuns;
      await responder.editReply(withStop(text, memberId, counts.changingHands, context));
    },
  },
} satisfies Handler;
