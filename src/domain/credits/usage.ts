import type { Account } from './account.ts';
import { kinds } from './kind.ts';

/** What one member has used in a server in one month. */
export type MemberUsage = { readonly memberId: string; readonly credits: number; readonly jobs: number };

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Credits and jobs that an account has posted in its month. */
export function totalOf({ credits, jobs }: Account): { readonly credits: number; readonly jobs: number } {
  return { credits: sum(credits), jobs: sum(jobs) };
}

/** What an account has posted on each day of its month: all of it, and how much of that for each kind, in their order. */
export function daysOf(
  { credits, kindDays = [] }: Account,
  month: string,
): readonly { readonly all: number; readonly kinds: readonly number[] }[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, day) => ({
    all: credits[day] ?? 0,
    kinds: kinds.map((_kind, index) => kindDays[index]?.[day] ?? 0),
  }));
}

/** The members with what they have used, those who used most first; without those who have used nothing. */
export function byUse(accounts: ReadonlyMap<string, Account>): readonly MemberUsage[] {
  return [...accounts]
    .map(([memberId, account]) => ({ memberId, ...totalOf(account) }))
    .filter(({ jobs }) => jobs > 0)
    .toSorted((one, other) => other.credits - one.credits || one.memberId.localeCompare(other.memberId));
}

/**
 * The members' accounts of a month as a table that spreadsheets read, with a head: a line for each member and day with what was
 * used on it, all kinds together, and then a line for each member and kind.
 */
export function usageTable(month: string, accounts: ReadonlyMap<string, Account>): string {
  const lines = [...accounts].flatMap(([memberId, account]) => [
    ...account.credits.flatMap((credits, index) => {
      const jobs = account.jobs[index] ?? 0;
      return jobs > 0 ? [[month, index + 1, memberId, 'all', jobs, credits]] : [];
    }),
    ...kinds.flatMap((kind, index) => {
      const [credits, jobs] = account.kinds[index] ?? [0, 0];
      return jobs > 0 ? [[month, '', memberId, kind, jobs, credits]] : [];
    }),
  ]);
  return [['month', 'day', 'member_id', 'kind', 'jobs', 'credits'], ...lines]
    .map((line) => `${line.join(',')}\r\n`)
    .join('');
}
