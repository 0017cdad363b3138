import type { Reading } from './sample.ts';

/** What may grow from one reading to the next, whatever happened between them. */
export const bounds = {
  heapMb: 8,
  externalMb: 16,
  rssMb: 128,
  /** Of one kind: pools of connections breathe. */
  handles: 60,
  listeners: 4,
  signals: 100,
  structures: 20,
  warnings: 0,
  /** The store keeps every result for its time; per result, in bytes. */
  storePerResult: 10_000,
  /** SQLite writes ahead and grows in steps; bytes. */
  storeSlack: 6 * 2 ** 20,
} as const;

/** One sentence for everything that grew more than it may. */
export function grown(before: Reading, after: Reading): string[] {
  const told: string[] = [];
  const check = (what: string, from: number, to: number, bound: number) => {
    if (to - from > bound) told.push(`${what} grew from ${round(from)} to ${round(to)}, more than by ${round(bound)}`);
  };
  check('the heap (MB)', before.heapMb, after.heapMb, bounds.heapMb);
  check('memory outside the heap (MB)', before.externalMb, after.externalMb, bounds.externalMb);
  check('the process (MB)', before.rssMb, after.rssMb, bounds.rssMb);
  check('listeners', before.listeners, after.listeners, bounds.listeners);
  check('abort signals', before.signals, after.signals, bounds.signals);
  check('warnings', before.warnings, after.warnings, bounds.warnings);
  for (const [kind, count] of Object.entries(after.handles)) {
    check(`handles of kind ${kind}`, before.handles[kind] ?? 0, count, bounds.handles);
  }
  const structures = Object.entries(after.discord);
  const earlier = new Map(Object.entries(before.discord));
  for (const [kind, count] of structures) {
    check(`discord.js's ${kind}`, earlier.get(kind) ?? 0, count, bounds.structures);
  }
  const results = after.results - before.results;
  check('the store (bytes)', before.storeBytes, after.storeBytes, results * bounds.storePerResult + bounds.storeSlack);
  return told;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
