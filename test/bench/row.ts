import { median } from './statistics.ts';

/** One line of the result. */
export type Row = {
  readonly measure: string;
  readonly unit: string;
  readonly darkroom: number;
  /** Whom it is compared with; null when there is nobody. */
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

export function alone(measure: string, unit: string, darkroom: readonly number[]): Row {
  return { measure, unit, darkroom: median(darkroom), rival: null };
}
