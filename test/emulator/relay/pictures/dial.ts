import { chance } from '../seeds.ts';
import type { Scene } from './picture.ts';

/** A named number of a scene between two bounds. Every variation turns it a little. */
export type Dial = (name: string, low: number, high: number) => number;

export function dialOf({ seed, drifts }: Scene): Dial {
  return (name, low, high) => {
    const turned = drifts.reduce(
      (value, drift) => value + (chance(drift.seed, name) - 0.5) * drift.strength,
      chance(seed, name),
    );
    const folded = Math.abs(turned % 2);
    return low + (folded > 1 ? 2 - folded : folded) * (high - low);
  };
}
