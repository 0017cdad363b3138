import { everywhere, type Handler } from '../src/discord/handler.ts';
import { renderAccount } from '../src/discord/render/account.ts';
import { noLimit, used } from '../src/domain/credits/account.ts';
import { OPERATOR } from '../src/domain/credits/charge.ts';
import { dayOf, endOf } from '../src/domain/credits/window.ts';
import { snowflakeTime } from '../src/domain/job/snowflake.ts';
import { paymentsOf } from '../src/domain/policy/bounds.ts';
import { freshPayer } from '../src/domain/policy/payer.ts';
import { en } from '../src/text/en/index.ts';

const { description } = en.commands.me;

/** `/me` tells a member what they have used and have left, and what things cost. */
export default {
  command: {
    data: { name: 'me', description, ...everywhere },
    async execute({ id }, { access, engine, responder, words }) {
      const member = await access();
      const [own] = paymentsOf(member, freshPayer(member) ?? OPERATOR);
      if (!own) return responder.tell(words.replies.notAllowed);
      const now = snowflakeTime(id);
      const { month, day } = dayOf(now, own.zone);
      const account = await engine.account(own.account, month);
      const standing = {
        used: used(account, day),
        held: account.held.reduce((sum, [, credits]) => sum + credits, 0),
        limit: own.bounds[0]?.limit ?? noLimit,
        until: { day: endOf('day', now, own.zone), month: endOf('month', now, own.zone) },
        prices: member.bot.prices,
      };
      await responder.tell(renderAccount(standing, words));
    },
  },
} satisfies Handler;
