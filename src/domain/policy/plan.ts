import type { Limit } from '../credits/account.ts';
import type { ServerPolicy } from './server-policy.ts';

/** How much a member with these roles may use: the most generous of what everybody may and what each role may. */
export function planOf({ everyone, roles }: ServerPolicy, roleIds: readonly string[]): Limit {
  const limits = [everyone, ...roles.filter(({ roleId }) => roleIds.includes(roleId)).map(({ limit }) => limit)];
  return { day: mostOf(limits.map(({ day }) => day)), month: mostOf(limits.map(({ month }) => month)) };
}

function mostOf(amounts: readonly (number | null)[]): number | null {
  const known = amounts.flatMap((amount) => amount ?? []);
  return known.length < amounts.length ? null : Math.max(...known);
}

/** Whether a limit allows nothing at all. */
export function isNothing({ day, month }: Limit): boolean {
  return day === 0 || month === 0;
}
