import { type Account, type Limit, used } from '../../domain/credits/account.ts';
import type { Day, Window } from '../../domain/credits/window.ts';
import { untilOf } from '../../domain/policy/bounds.ts';

/** From this part of a limit on, it is told that it will soon be reached. */
const NEAR = 0.8;

/** A window of a limit of which most is used, in credits. `until`: when the window ends, Unix ms. */
export type NearLimit = {
  readonly window: Window;
  readonly used: number;
  readonly limit: number;
  readonly until: number;
};

/** The windows of a limit of which most is used, the day first. `here` is the day of a gesture in the time zone; `now` is Unix ms. */
export function nearLimits(account: Account, limit: Limit, here: Day, zone: string, now: number): readonly NearLimit[] {
  const spent = used(account, here.day);
  return (['day', 'month'] as const).flatMap((window) => {
    const of = limit[window];
    const isNear = of !== null && spent[window] >= NEAR * of;
    return isNear ? [{ window, used: spent[window], limit: of, until: untilOf(window, here, zone, now) }] : [];
  });
}
