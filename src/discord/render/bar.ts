const CELLS = 16;

/** A progress bar for 0 to 100; anything else is pulled into that range. Full only at 100. */
export function bar(percent: number): string {
  const full = Math.floor((Math.min(100, Math.max(0, percent)) / 100) * CELLS);
  return '▰'.repeat(full) + '▱'.repeat(CELLS - full);
}
