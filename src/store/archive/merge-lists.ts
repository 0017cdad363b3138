import type { ListRule } from '../repositories/lists.ts';

/**
 * What two stores keep in one list, oldest first: nothing of what `there` has is lost, unless the list grows too long. Null
 * when the other one has nothing new.
 */
export function mergeLists<T>(
  { cap, same }: ListRule<T>,
  there: readonly T[],
  other: readonly T[],
): readonly T[] | null {
  const isIn = (list: readonly T[]) => (one: T) => list.some((another) => same(one, another));
  const missing = other.filter((one) => !isIn(there)(one));
  if (missing.length === 0) return null;
  return there.every(isIn(other)) ? other : [...missing, ...there].slice(-cap);
}

/** As `mergeLists`, in the order of time; of two entries about the same thing the newer one stays. */
export function mergeTimedLists<T extends { readonly at: number }>(
  { cap, same }: ListRule<T>,
  there: readonly T[],
  other: readonly T[],
): readonly T[] | null {
  const all = [...other, ...there].sort((one, another) => one.at - another.at);
  const newest = all.filter((one, index) => !all.slice(index + 1).some((later) => same(one, later))).slice(-cap);
  return newest.length === there.length && newest.every((one, index) => one === there[index]) ? null : newest;
}
