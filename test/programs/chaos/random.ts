/** Chance that is the same for the same seed. */
export type Dice = {
  /** From 0 to below 1. */
  roll(): number;
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  /** From the first to the last, both included. */
  between(first: number, last: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Throws for an empty list. */
  pick<T>(items: readonly T[]): T;
  /** Dice of their own, which roll the same however often others are rolled. */
  fork(name: string): Dice;
};

/** mulberry32 */
export function createDice(seed: number): Dice {
  let state = seed | 0;

  function roll(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number) => Math.floor(roll() * limit);

  return {
    roll,
    below,
    between: (first, last) => first + below(last - first + 1),
    chance: (probability) => roll() < probability,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
    fork: (name) => createDice(hash(name, seed)),
  };
}

/** FNV-1a */
function hash(text: string, seed: number): number {
  let state = (0x811c9dc5 ^ seed) | 0;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return state;
}
