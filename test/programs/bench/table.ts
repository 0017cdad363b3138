export type Column = { readonly heading: string; readonly isNumber: boolean };

/** A plain table that is also Markdown. */
export function table(columns: readonly Column[], cells: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, n) => Math.max(heading.length, ...cells.map((row) => row[n]?.length ?? 0)));
  const padded = (cell: string, n: number) =>
    columns[n]?.isNumber ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0);
  const line = (row: readonly string[]) => `| ${row.map(padded).join(' | ')} |`;
  const rule = columns.map(({ isNumber }, n) => `${'-'.repeat((widths[n] ?? 0) + 1)}${isNumber ? ':' : '-'}`);
  return [line(columns.map(({ heading }) => heading)), `|${rule.join('|')}|`, ...cells.map(line)].join('\n');
}

/** Three digits or so. */
export function number(value: number): string {
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
