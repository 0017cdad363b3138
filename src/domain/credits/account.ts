import type { Fate } from './charge.ts';
import { covers, type Hold, type HoldPage } from './hold-page.ts';
import { type Kind, kinds } from './kind.ts';
import type { Window } from './window.ts';

/** How many credits may be used in a day and in a month. Null means no limit. */
export type Limit = { readonly day: number | null; readonly month: number | null };

export const noLimit: Limit = { day: null, month: null };

/** The most credits that are given to a member at once. */
export const GIVEN_MAX = 10_000;

/** What somebody has used in one month, and what is set aside. Lists by day begin with the first of the month. */
export type Account = {
  /** What is set aside, but for what is put away in pages: each hold is in one of the two. */
  readonly held: readonly Hold[];
  /** Absent where nothing is put away. */
  readonly pages?: readonly HoldPage[];
  /** Credits and jobs that are posted, by day. What is missing at the end is 0. */
  readonly credits: readonly number[];
  readonly jobs: readonly number[];
  /** What is posted, for each kind in their order. */
  readonly kinds: readonly (readonly [credits: number, jobs: number])[];
  /** Credits that are posted, by day, for each kind in their order. Absent in accounts from before that was counted. */
  readonly kindDays?: readonly (readonly number[])[];
  /** What managers have given, by day. It lowers what counts as used. */
  readonly given: readonly number[];
  /** Credits given back though the relay may have charged for them. */
  readonly inDoubt: number;
  /** Whether the account stands in its roster. */
  readonly listed: boolean;
};

export const emptyAccount: Account = {
  held: [],
  credits: [],
  jobs: [],
  kinds: [],
  given: [],
  inDoubt: 0,
  listed: false,
};

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** What counts as used, in the day and in the month. `except` names jobs whose holds do not count, unless they are in pages. */
export function used(
  { held, pages = [], credits, given }: Account,
  day: number,
  except: ReadonlySet<string> = new Set(),
): Readonly<Record<Window, number>> {
  const aside = { day: 0, month: 0 };
  const add = (then: number, amount: number) => {
    aside.month += amount;
    if (then === day) aside.day += amount;
  };
  for (const one of held) if (!except.has(one[0])) add(one[2], one[1]);
  for (const { days } of pages) for (const [then, amount] of days) add(then, amount);
  return {
    day: (credits[day - 1] ?? 0) + aside.day - (given[day - 1] ?? 0),
    month: sum(credits) + aside.month - sum(given),
  };
}

/** Why an account has no room: `left` of the `of` credits of this window. */
export type NoRoom = { readonly window: Window; readonly left: number; readonly of: number };

/** The window of a limit that has no room for so many credits more, the day first; null when both have. */
export function noRoom(
  account: Account,
  day: number,
  credits: number,
  limit: Limit,
  except?: ReadonlySet<string>,
): NoRoom | null {
  if (limit.day === null && limit.month === null) return null;
  const spent = used(account, day, except);
  for (const window of ['day', 'month'] as const) {
    const of = limit[window];
    if (of !== null && spent[window] + credits > of) return { window, left: Math.max(0, of - spent[window]), of };
  }
  return null;
}

/** The account with these holds beside its own. A job that is held already is not held again. Throws as `isHeld`. */
export function hold(account: Account, holds: readonly Hold[]): Account {
  const fresh = holds.filter(([jobId]) => !isHeld(account, jobId));
  return fresh.length === 0 ? account : { ...account, held: [...account.held, ...fresh] };
}

/** Whether a job is held. Throws RangeError when it may be in a page: then nothing here can tell. */
export function isHeld(account: Account, jobId: string): boolean {
  return found(account, jobId) !== undefined;
}

function found({ held, pages = [] }: Account, jobId: string): Hold | undefined {
  // To take it for one that is not held would lose what it owes, or hold it twice.
  if (pages.some((page) => covers(page, jobId))) throw new RangeError(`job ${jobId} may be in a page of the account`);
  return held.find((one) => one[0] === jobId);
}

/** The account with a job's hold posted or given back. Whoever holds nothing for the job is left as it is. Throws as `isHeld`. */
export function end(account: Account, jobId: string, kind: Kind, fate: Fate): Account {
  const there = found(account, jobId);
  if (!there) return account;
  const [, amount, day] = there;
  const held = account.held.filter((one) => one !== there);
  if (fate !== 'post') return { ...account, held, inDoubt: account.inDoubt + (fate === 'doubt' ? amount : 0) };
  return {
    ...account,
    held,
    credits: added(account.credits, day, amount),
    jobs: added(account.jobs, day, 1),
    kinds: kinds.map((one, index) => {
      const [credits, jobs] = account.kinds[index] ?? [0, 0];
      return one === kind ? [credits + amount, jobs + 1] : [credits, jobs];
    }),
    kindDays: kinds.map((one, index) => {
      const days = account.kindDays?.[index] ?? [];
      return one === kind ? added(days, day, amount) : days;
    }),
  };
}

/** The account with so many credits given for a day. */
export function give(account: Account, day: number, credits: number): Account {
  return { ...account, given: added(account.given, day, credits) };
}

/** The numbers of a month with `more` on one day. */
function added(days: readonly number[], day: number, more: number): readonly number[] {
  return Array.from({ length: Math.max(days.length, day) }, (_, index) => {
    const before = days[index] ?? 0;
    return index === day - 1 ? before + more : before;
  });
}
