import { type Account, type Limit, used } from '../../domain/credits/account.ts';
import type { Day } from '../../domain/credits/window.ts';
import { untilOf } from '../../domain/policy/bounds.ts';
import type { LimitDenial } from '../../domain/policy/denial.ts';
import type { Alerts } from '../../domain/ports/alerts.ts';

/** From this part of the bot's limit on, the people who run it are told. */
const NEAR = 0.8;

/**
 * Tells the people who run the bot when most of what it may spend is spent, or all of it. `account` is that of everything they pay for,
 * `here` the day of a gesture in their time zone; `denial`: the gesture was refused for that limit. `now` is Unix ms.
 */
export function tellBotLimit(
  account: Account,
  limit: Limit,
  here: Day,
  zone: string,
  denial: LimitDenial | null,
  alerts: Alerts,
  now: number,
): void {
  const spent = used(account, here.day);
  const told = (['day', 'month'] as const).flatMap((window) => {
    const of = limit[window];
    const isNear = of !== null && spent[window] >= NEAR * of;
    return isNear ? [{ window, used: spent[window], limit: of, until: untilOf(window, here, zone, now) }] : [];
  });
  const reached = denial && told.find(({ window }) => window === denial.window);
  if (reached) alerts.raise({ kind: 'limitReached', ...reached });
  else if (!denial) alerts.clear('limitReached');
  const [near] = told;
  if (near) alerts.raise({ kind: 'limitNear', ...near });
  else alerts.clear('limitNear');
}
