/** What waits to be handed on, the oldest first. */
export type Pending<T> = {
  add(item: T): void;
  /** Takes out up to `most` of the oldest. */
  take(most: number): readonly T[];
  /** Gives back what was taken and could not be handed on. It is older than all that waits. */
  putBack(items: readonly T[]): void;
  count(): number;
};

/** How much may wait. Of wake-ups, what they would have told is found by a look at the store. */
export const MOST_PENDING = 10_000;

/** Keeps the newest 10,000. What is older is dropped. */
export function createPending<T>(): Pending<T> {
  let items: T[] = [];
  const drop = () => {
    if (items.length > MOST_PENDING) items = items.slice(-MOST_PENDING);
  };
  return {
    add(item) {
      items.push(item);
      drop();
    },
    take: (most) => items.splice(0, most),
    putBack(taken) {
      items = [...taken, ...items];
      drop();
    },
    count: () => items.length,
  };
}
