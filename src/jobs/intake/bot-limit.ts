import type { Account, Limit } from '../../domain/credits/account.ts';
import type { Day } from '../../domain/credits/window.ts';
import type { LimitDenial } from '../../domain/policy/denial.ts';
import type { Alerts } from '../../domain/ports/alerts.ts';
import { nearLimits } from './near-limits.ts';

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
  const told = nearLimits(account, limit, here, zone, now);
  const reached = denial && told.find(({ window }) => window === denial.window);
  if (reached) alerts.raise({ kind: 'limitReached', ...reached });
  else if (!denial) alerts.clear('limitReached');
  const [near] = told;
  if (near) alerts.raise({ kind: 'limitNear', ...near });
  else alerts.clear('limitNear');
}
