/** A binary heap: what comes before all others is at hand at once, and an item that changed finds its new place quickly. */
export type Heap<T> = {
  /** The item at a position: 0 is the first, and the two below `n` are at `2n + 1` and `2n + 2`. */
  at(position: number): T | undefined;
  push(item: T): void;
  /** Takes the first item away. */
  pop(): T | undefined;
  /** The item at this position comes earlier or later than before. */
  changed(position: number): void;
  /** Takes the item at this position away. */
  remove(position: number): void;
};

/** `moved` is told the position of an item whenever it has a new one. */
export function createHeap<T>(
  precedes: (one: T, other: T) => boolean,
  moved: (item: T, position: number) => void = () => {},
): Heap<T> {
  const items: T[] = [];

  function put(item: T, position: number): void {
    items[position] = item;
    moved(item, position);
  }

  /** Exchanges an item with those above it until it is in its place; the position where that is. */
  function rise(item: T, from: number): number {
    let position = from;
    while (position > 0) {
      const above = (position - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || !precedes(item, parent)) break;
      put(parent, position);
      position = above;
    }
    put(item, position);
    return position;
  }

  function sink(item: T, from: number): void {
    let position = from;
    for (;;) {
      const left = 2 * position + 1;
      const one = items[left];
      if (one === undefined) break;
      const other = items[left + 1];
      const isRight = other !== undefined && precedes(other, one);
      const child = isRight ? other : one;
      if (!precedes(child, item)) break;
      put(child, position);
      position = isRight ? left + 1 : left;
    }
    put(item, position);
  }

  function changed(position: number): void {
    const item = items[position];
    if (item !== undefined && rise(item, position) === position) sink(item, position);
  }

  function remove(position: number): void {
    const last = items.pop();
    if (last === undefined || position >= items.length) return;
    put(last, position);
    changed(position);
  }

  return {
    at: (position) => items[position],
    push(item) {
      rise(item, items.length);
    },
    pop() {
      const first = items[0];
      remove(0);
      return first;
    },
    changed,
    remove,
  };
}
