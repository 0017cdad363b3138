import { ApplicationCommandOptionType } from 'discord.js';
import { type Handler, inServers } from '../src/discord/handler.ts';
import { MANAGERS, managedServer } from '../src/discord/input/manager.ts';
import { rolesOf } from '../src/discord/input/roles.ts';
import { serverOf } from '../src/discord/input/server.ts';
import { GIVEN_MAX, give } from '../src/domain/credits/account.ts';
import { accountName } from '../src/domain/credits/charge.ts';
import { dayOf } from '../src/domain/credits/window.ts';
import { snowflakeTime } from '../src/domain/job/snowflake.ts';
import { isNothing, planOf } from '../src/domain/policy/plan.ts';
import { en } from '../src/text/en/index.ts';

const { description, options } = en.commands.credits;

/** `/credits` gives a member of a server more credits for today, on top of what the rules there give them. */
export default {
  command: {
    data: {
      name: 'credits',
      description,
      ...inServers(MANAGERS),
      options: [
        { type: ApplicationCommandOptionType.User, name: 'member', description: options.member, required: true },
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'amount',
          description: options.amount,
          required: true,
          min_value: 1,
          max_value: GIVEN_MAX,
        },
        { type: ApplicationCommandOptionType.String, name: 'note', description: options.note, max_length: 200 },
      ],
    },
    async execute(interaction, { access, log, responder, serverLog, store, words }) {
      const { giving, serverPanel } = words;
      const { id, options: given, user } = interaction;
      const manager = await access();
      const guildId = managedServer(interaction, manager);
      if (guildId === null) return responder.tell(serverPanel.notManager);
      const { id: memberId, bot } = given.getUser('member', true);
      const amount = given.getInteger('amount', true);
      const who = `<@${memberId}>`;
      // Discord asks for the same range, but what it sends comes from a member's client.
      if (amount < 1 || amount > GIVEN_MAX) return responder.tell(giving.badAmount(GIVEN_MAX));
      if (bot) return responder.tell(giving.toBot(who));
      const policy = await store.policies.server(guildId);
      if (isNothing(planOf(policy, rolesOf(given.getMember('member'))))) return responder.tell(giving.inVain(who));
      const { month, day } = dayOf(snowflakeTime(id), manager.timeZone);
      await store.accounts.change(accountName.member(guildId, memberId), month, (there) => give(there, day, amount));
      const event = { memberId, by: user.id, amount, note: given.getString('note') ?? '' };
      log.info({ guildId, ...event }, 'credits were given');
      serverLog.add(serverOf(interaction, guildId), { kind: 'credits', ...event });
      await responder.tell(giving.given(who, amount));
    },
  },
} satisfies Handler;
