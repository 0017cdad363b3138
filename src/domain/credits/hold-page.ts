import { interactionOf } from '../job/job.ts';

/** Credits that are set aside for an open job. `day` is that of its window. */
export type Hold = readonly [jobId: string, credits: number, day: number];

/**
 * Holds of an account that are kept apart from it, so that an account of very many open jobs stays short. What they come to is known
 * without them.
 */
export type HoldPage = {
  /** No other page was ever called so. */
  readonly id: string;
  /** The oldest and the newest job in it. */
  readonly first: string;
  readonly last: string;
  /** The sum of its holds on each day that they have. */
  readonly days: readonly (readonly [day: number, credits: number])[];
};

/** The page of these holds, which are in the order of age. */
export function pageOf(id: string, holds: readonly Hold[]): HoldPage {
  const days = new Map<number, number>();
  for (const [, credits, day] of holds) days.set(day, (days.get(day) ?? 0) + credits);
  return { id, first: holds.at(0)?.[0] ?? '', last: holds.at(-1)?.[0] ?? '', days: [...days] };
}

/**
 * Orders jobs by the age of their interactions: ids grow with time, and so does their length. Jobs of one interaction are of one age,
 * however many there are.
 */
export function compareAge(oneId: string, otherId: string): number {
  const [one, other] = [interactionOf(oneId), interactionOf(otherId)];
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : Number(one > other);
}

/** Whether a job may be one of a page's. */
export function covers({ first, last }: HoldPage, jobId: string): boolean {
  return compareAge(first, jobId) <= 0 && compareAge(jobId, last) <= 0;
}
