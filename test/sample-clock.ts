import type { Clock } from '../src/domain/ports/clock.ts';

/** A clock that nobody sets: it tells what `now` (Unix ms) says, and everybody believes it. */
export function sampleClock(now: () => number = () => Date.now()): Clock {
  return { now, monotonic: now, past: now };
}
