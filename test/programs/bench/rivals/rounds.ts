import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks every so many ms after all tasks at once that somebody waits for. What it answers with resolves with a task as the next such round
 * finds it.
 */
export function createRounds<T extends { readonly id: string }>(
  list: (ids: readonly string[]) => Promise<readonly T[]>,
  ms: number,
): (taskId: string) => Promise<T> {
  const waiting = new Map<string, (task: T) => void>();

  async function run(): Promise<never> {
    for (;;) {
      await delay(ms);
      if (waiting.size === 0) continue;
      for (const task of await list([...waiting.keys()])) {
        waiting.get(task.id)?.(task);
        waiting.delete(task.id);
      }
    }
  }

  // A round that fails ends the bot, and with it what is measured.
  void run();
  return (taskId) => new Promise((resolve) => waiting.set(taskId, resolve));
}
