import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import type { EmulatedTask } from '../../emulator/relay/tasks.ts';

const TICK_MS = 120;
/** What a task passes on its way, as shares of the whole time. */
const course = [
  [0.1, 0],
  [0.22, 16],
  [0.4, 31],
  [0.55, 47],
  [0.68, 62],
  [0.8, 78],
  [0.92, 93],
] as const;

/**
 * Moves the tasks of a relay that does not move them itself, at a speed that may change while they run. `msOf` tells how
 * long a whole task takes now; null holds all.
 */
export function createPacer(relay: () => EmulatedRelay, msOf: () => number | null) {
  const shares = new WeakMap<EmulatedTask, number>();
  let last = Date.now();

  function move(task: EmulatedTask, share: number): void {
    const before = shares.get(task) ?? 0;
    shares.set(task, share);
    if (share >= 1) {
      relay().finish(task.id);
      return;
    }
    const [, percent] = course.findLast(([from]) => from <= share) ?? [0, null];
    const [, known] = course.findLast(([from]) => from <= before) ?? [0, null];
    if (percent !== null && percent !== known) relay().progress(task.id, percent);
  }

  const timer = setInterval(() => {
    const now = Date.now();
    const ms = msOf();
    const step = ms === null ? 0 : (now - last) / ms;
    last = now;
    if (step === 0) return;
    for (const task of relay().tasks.values()) {
      if (task.status === 'SUCCESS' || task.status === 'FAILURE' || task.status === 'MODAL') continue;
      move(task, (shares.get(task) ?? 0) + step);
    }
  }, TICK_MS);

  return { stop: () => clearInterval(timer) };
}
