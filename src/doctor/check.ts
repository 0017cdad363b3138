import type { Finding } from '../domain/failures/finding.ts';
import type { CheckId } from '../domain/failures/finding-facts.ts';

/**
 * Finds out one thing about how Darkroom is set up, without any charge, login or lasting write. It is left out when one of the
 * checks that it `needs` has found something bad. May reject.
 */
export type Check = {
  readonly id: CheckId;
  /** Which relay it looks at, where there are several: each has a check of its own. */
  readonly relay?: string | null;
  readonly needs: readonly CheckId[];
  run(signal: AbortSignal): Promise<readonly Finding[]>;
};
