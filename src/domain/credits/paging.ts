import type { Account } from './account.ts';
import { compareAge, covers, type Hold, type HoldPage, pageOf } from './hold-page.ts';

/** How many holds an account puts away at once, unless it has many pages. */
export const PAGE = 64;

/** A page and what is in it. */
export type Cut = { readonly page: HoldPage; readonly holds: readonly Hold[] };

/** The pages that may have one of these jobs. */
export function pagesOf({ pages = [] }: Account, jobIds: readonly string[]): readonly HoldPage[] {
  return pages.filter((page) => jobIds.some((id) => covers(page, id)));
}

/** The account with the holds of its pages as its own, as far as `holdsOf` knows them. Without any, those of a page are lost. */
export function takenBack(
  { pages = [], ...account }: Account,
  holdsOf: ReadonlyMap<string, readonly Hold[] | null>,
): Account {
  const left = pages.filter(({ id }) => !holdsOf.has(id));
  const taken = pages.flatMap(({ id }) => holdsOf.get(id) ?? []);
  return { ...account, held: [...taken, ...account.held], ...(left.length > 0 && { pages: left }) };
}

/** The account with holds put away; null when it does not hold all of them just so any more. */
export function putAway(account: Account, cuts: readonly Cut[]): Account | null {
  const away = new Map(cuts.flatMap(({ holds }) => holds).map((hold) => [hold[0], hold]));
  const isAway = ([id, credits, day]: Hold) => {
    const hold = away.get(id);
    return hold !== undefined && hold[1] === credits && hold[2] === day;
  };
  const held = account.held.filter((hold) => !isAway(hold));
  if (account.held.length - held.length !== away.size) return null;
  return { ...account, held, pages: [...(account.pages ?? []), ...cuts.map(({ page }) => page)] };
}

/**
 * What an account should put away, which is nothing while it holds little. Pages grow with their number, so that neither they nor what is
 * held becomes much longer than the other. No page reaches over another one: so a job is looked for in one page. The longest stretch
 * between pages goes first, and of it what is oldest: where jobs end in the order of their age, that is what has just come in, and what
 * was taken back last stays.
 */
export function cutsOf({ held, pages = [] }: Account, size: number, newId: () => string): readonly Cut[] {
  const cuts: Cut[] = [];
  const most = () => Math.max(size, pages.length + cuts.length);
  let left = held.length;
  if (left <= 3 * most()) return cuts;
  const stretches = stretchesOf(held, pages);
  while (left > 2 * most()) {
    const longest = stretches.reduce((one, other) => (other.length > one.length ? other : one));
    const holds = longest.splice(0, most());
    cuts.push({ page: pageOf(newId(), holds), holds });
    left -= holds.length;
  }
  return cuts;
}

/** What is held, in the order of age, apart wherever there is a page between. */
function stretchesOf(held: readonly Hold[], pages: readonly HoldPage[]): Hold[][] {
  const bounds = pages.map(({ first }) => first).toSorted(compareAge);
  const stretches: Hold[][] = [[]];
  let next = 0;
  for (const hold of held.toSorted(([one], [other]) => compareAge(one, other))) {
    let bound = bounds[next];
    if (bound !== undefined && compareAge(bound, hold[0]) <= 0) stretches.push([]);
    while (bound !== undefined && compareAge(bound, hold[0]) <= 0) {
      next += 1;
      bound = bounds[next];
    }
    stretches.at(-1)?.push(hold);
  }
  return stretches;
}
