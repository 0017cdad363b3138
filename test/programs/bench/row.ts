import { median, quantile } from './statistics.ts';
import { number, table } from './table.ts';

/** One line of the result. */
export type Row = {
  readonly measure: string;
  readonly unit: string;
  readonly darkroom: number;
  /** What it is compared with, and what that does; null when there is nothing. */
  readonly rival: { readonly name: string; readonly value: number; readonly ratio: number } | null;
};

/** Medians over the rounds; the ratio is the median of the rounds' own, since noise hits both of a round. */
export function compare(
  measure: string,
  unit: string,
  darkroom: readonly number[],
  name: string,
  rival: readonly number[],
): Row {
  const ratio = median(darkroom.map((value, round) => value / (rival[round] ?? Number.NaN)));
  return { measure, unit, darkroom: median(darkroom), rival: { name, value: median(rival), ratio } };
}

/** One quantile of all values of all rounds together, for what is rare: a round alone has too few of the slowest. */
export function comparePooled(
  measure: string,
  share: number,
  darkroom: readonly number[],
  name: string,
  rival: readonly number[],
): Row {
  const [ours, theirs] = [quantile(darkroom, share), quantile(rival, share)];
  return { measure, unit: 'ms', darkroom: ours, rival: { name, value: theirs, ratio: ours / theirs } };
}

/** A row that is compared with nothing; the median of `darkroom`. */
export function alone(measure: string, unit: string, darkroom: readonly number[]): Row {
  return { measure, unit, darkroom: median(darkroom), rival: null };
}

const columns = ['measure', 'Darkroom', 'rival', 'ratio', 'what the rival is'].map((heading, n) => ({
  heading,
  isNumber: n >= 1 && n <= 3,
}));

/** Each row with its rival in words. */
export function rowTable(rows: readonly Row[]): string {
  const cells = rows.map(({ measure, unit, darkroom, rival }) => {
    const value = (amount: number) => `${number(amount)}${unit && ` ${unit}`}`;
    return rival
      ? [measure, value(darkroom), value(rival.value), `× ${rival.ratio.toFixed(2)}`, rival.name]
      : [measure, value(darkroom), '', '', ''];
  });
  return table(columns, cells);
}
