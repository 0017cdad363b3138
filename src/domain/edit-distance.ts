/**
 * How many letters to add, drop, replace or swap with their neighbour (optimal string alignment distance). Infinity when it
 * is more than `most`: then most of it is not computed.
 */
export function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Number.POSITIVE_INFINITY;
  let [beforeLast, last] = [[Number.POSITIVE_INFINITY], Array.from({ length: other.length + 1 }, (_, j) => j)];
  const at = (row: readonly number[], j: number) => row[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const steps = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      row[j] = swapped ? Math.min(steps, at(beforeLast, j - 2) + 1) : steps;
    }
    if (Math.min(...row) > most && Math.min(...last) > most) return Number.POSITIVE_INFINITY;
    [beforeLast, last] = [last, row];
  }
  return at(last, other.length);
}
