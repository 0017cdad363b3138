import type { Account } from '../../domain/credits/account.ts';
import type { Day } from '../../domain/credits/window.ts';
import type { Bound, Payment } from '../../domain/policy/bounds.ts';
import type { LimitDenial } from '../../domain/policy/denial.ts';
import type { Server, ServerLog } from '../../domain/ports/server-log.ts';
import { nearLimits } from './near-limits.ts';

type ServerBound = Bound & { readonly scope: 'server' | 'grant' };

/**
 * Writes into a server's log, once for each day and month, that most of what it may use is used, or all of it. `account` is that of
 * the whole server as a gesture leaves it, `here` the gesture's day there; `denial`: the gesture was refused for a limit. `now` is
 * Unix ms.
 */
export function tellServerLimit(
  account: Account,
  { bounds, zone }: Pick<Payment, 'bounds' | 'zone'>,
  here: Day,
  denial: LimitDenial | null,
  server: Server,
  serverLog: ServerLog,
  now: number,
): void {
  for (const { scope, limit } of bounds.filter(isOfServer)) {
    for (const near of nearLimits(account, limit, here, zone, now)) {
      const isRefused = denial?.scope === scope && denial.window === near.window;
      const isReached = isRefused || near.used >= near.limit;
      const when = near.window === 'day' ? `${here.month}-${here.day}` : here.month;
      const once = `${scope}:${when}:${near.limit}:${isReached ? 'reached' : 'near'}`;
      serverLog.add(server, { kind: 'limit', isReached, of: scope, ...near }, once);
    }
  }
}

function isOfServer(bound: Bound): bound is ServerBound {
  return bound.scope === 'server' || bound.scope === 'grant';
}
