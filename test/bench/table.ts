import type { Row } from './row.ts';

const headings = ['measure', 'Darkroom', 'rival', 'ratio', 'rival is'];

/** The rows as a plain table that is also Markdown. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ measure, unit, darkroom, rival }) => {
    const value = (number: number) => `${round(number)}${unit && ` ${unit}`}`;
    return rival
      ? [measure, value(darkroom), value(rival.value), `× ${rival.ratio.toFixed(2)}`, rival.name]
      : [measure, value(darkroom), '', '', ''];
  });
  const widths = headings.map((heading, n) => Math.max(heading.length, ...cells.map((row) => row[n]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, n) => padded(cell, widths[n] ?? 0, n)).join(' | ')} |`;
  const rule = `|${widths.map((width, n) => (isNumber(n) ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(headings), rule, ...cells.map(line)].join('\n');
}

const isNumber = (column: number): boolean => column >= 1 && column <= 3;

function padded(cell: string, width: number, column: number): string {
  return isNumber(column) ? cell.padStart(width) : cell.padEnd(width);
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
