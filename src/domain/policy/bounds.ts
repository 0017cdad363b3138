import { type Limit, noLimit } from '../credits/account.ts';
import { accountName, type Charge, OPERATOR, type Payer } from '../credits/charge.ts';
import { type Price, priceOf } from '../credits/price.ts';
import { type Day, dayOf, endOf, type Window } from '../credits/window.ts';
import type { Job } from '../job/job.ts';
import { snowflakeTime } from '../job/snowflake.ts';
import type { AccessContext } from './access.ts';
import type { LimitScope } from './denial.ts';
import { planOf } from './plan.ts';

/** A limit on an account. */
export type Bound = { readonly scope: LimitScope; readonly limit: Limit };

/** An account that a gesture is charged to, and all limits on it. Its days are those of `zone`. */
export type Payment = { readonly account: string; readonly zone: string; readonly bounds: readonly Bound[] };

/**
 * The accounts that whatever a member makes here is charged to, in the order in which they are asked. What a server pays for itself is
 * none of the business of the people who run the bot. Operators have no limits.
 */
export function paymentsOf(access: AccessContext, payer: Payer): readonly Payment[] {
  const { server, memberId, policy, grant, bot, isOperator } = access;
  const payment = (account: string, zone: string, ...bounds: readonly Bound[]) => ({
    account,
    zone,
    bounds: isOperator ? [] : bounds,
  });
  const user = payment(accountName.user(memberId), access.botTimeZone, { scope: 'user', limit: bot.member });
  const operator = payment(accountName.operator, access.botTimeZone, { scope: 'bot', limit: bot.bot });
  if (server === null) return [user, operator];
  const member = payment(accountName.member(server, memberId), access.timeZone, {
    scope: 'member',
    limit: policy ? planOf(policy, access.roleIds) : noLimit,
  });
  const all = payment(
    accountName.server(server),
    access.timeZone,
    { scope: 'server', limit: policy?.server ?? noLimit },
    { scope: 'grant', limit: (payer === OPERATOR && grant?.limit) || noLimit },
  );
  const isLimited = bot.member.day !== null || bot.member.month !== null;
  if (payer !== OPERATOR) return [member, all];
  return [member, all, ...(isLimited ? [user] : []), operator];
}

/** What a job costs here; null when it costs nothing. */
export function priceHere(job: Pick<Job, 'request' | 'text'>, { bot, speed }: AccessContext): Price | null {
  return priceOf(job, bot.prices, speed);
}

/** What a job costs here, and on which accounts; null when it costs nothing. Its days are those of its interaction. */
export function chargeOf(
  job: Pick<Job, 'id' | 'request' | 'text'>,
  access: AccessContext,
  payer: Payer,
): Charge | null {
  const price = priceHere(job, access);
  if (!price) return null;
  const time = snowflakeTime(job.id);
  const entries = paymentsOf(access, payer).map(({ account, zone }) => ({ account, ...dayOf(time, zone) }));
  return { ...price, entries };
}

/** When a window of a time zone ends that a day is in, Unix ms. `now` is a moment of that day or a later one. */
export function untilOf(window: Window, { month, day }: Day, zone: string, now: number): number {
  const here = dayOf(now, zone);
  const isOver = here.month !== month || (window === 'day' && here.day !== day);
  return isOver ? now : endOf(window, now, zone);
}
