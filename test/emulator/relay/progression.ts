import { buttonsOf } from './buttons.ts';
import type { Options } from './options.ts';
import { type EmulatedTask, isOver } from './tasks.ts';

/** What a task passes on its way, as shares of the whole time. */
const course: readonly (readonly [number, number])[] = [
  [0.1, 0],
  [0.3, 16],
  [0.55, 47],
  [0.8, 78],
  [0.92, 93],
];

export type Progression = ReturnType<typeof createProgression>;

/** Moves tasks: by the clock, or only by hand when `manual`. Tells every change after it was made. */
export function createProgression(
  { taskMs, manual, concurrency, queueSize }: Options,
  changed: (task: EmulatedTask) => void,
) {
  const running = new Map<string, NodeJS.Timeout[]>();
  const waiting: EmulatedTask[] = [];

  function start(task: EmulatedTask): void {
    const later = (share: number, step: () => void) => setTimeout(step, taskMs * share).unref();
    const steps = manual ? [] : course.map(([share, percent]) => later(share, () => advance(task, percent)));
    if (!manual) steps.push(later(1, () => finish(task)));
    running.set(task.id, steps);
  }

  function leave(task: EmulatedTask): void {
    for (const timer of running.get(task.id) ?? []) clearTimeout(timer);
    running.delete(task.id);
    const place = waiting.indexOf(task);
    if (place >= 0) waiting.splice(place, 1);
    while (running.size < concurrency) {
      const next = waiting.shift();
      if (!next) break;
      start(next);
    }
  }

  /** Per cent 0 is SUBMITTED, more is IN_PROGRESS. */
  function advance(task: EmulatedTask, percent: number): void {
    if (isOver(task)) return;
    task.startTime ??= Date.now();
    task.status = percent > 0 ? 'IN_PROGRESS' : 'SUBMITTED';
    task.percent = percent;
    changed(task);
  }

  function end(task: EmulatedTask, status: 'SUCCESS' | 'FAILURE', failReason: string): void {
    if (isOver(task)) return;
    const now = Date.now();
    task.startTime ??= now;
    Object.assign(task, { status, failReason, finishTime: now });
    if (status === 'SUCCESS') Object.assign(task, { percent: 100, buttons: buttonsOf(task) });
    leave(task);
    changed(task);
  }

  const finish = (task: EmulatedTask) => end(task, 'SUCCESS', '');

  return {
    /** Whether one more task would be refused. */
    full: () => running.size >= concurrency && waiting.length >= queueSize,
    /** Tasks ahead of this one, itself counted; 0 when it runs at once. */
    accept(task: EmulatedTask): number {
      task.status = 'NOT_START';
      if (running.size < concurrency) {
        start(task);
        return 0;
      }
      return waiting.push(task);
    },
    advance,
    finish,
    fail: (task: EmulatedTask, reason: string) => end(task, 'FAILURE', reason),
    leave,
    queued: () => waiting.map(({ id }) => id),
    stop(): void {
      for (const timer of [...running.values()].flat()) clearTimeout(timer);
      running.clear();
      waiting.length = 0;
    },
  };
}
