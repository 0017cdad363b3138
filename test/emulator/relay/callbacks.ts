import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from './faults.ts';
import type { Profile } from './profiles/profile.ts';
import type { Records } from './records.ts';
import type { EmulatedTask } from './tasks.ts';

export type Callbacks = ReturnType<typeof createCallbacks>;

/** Calls notifyHooks as relays do: the whole task, no signature, no second try, no promise of order. */
export function createCallbacks({ profile, faults, records }: { profile: Profile; faults: Faults; records: Records }) {
  const shutdown = new AbortController();

  /** The status of the answer; null when there was none within five seconds. */
  async function post(taskId: string, url: string, body: string): Promise<number | null> {
    const at = Date.now();
    const signal = AbortSignal.any([shutdown.signal, AbortSignal.timeout(5000)]);
    const headers = { 'content-type': 'application/json' };
    const status = await fetch(url, { method: 'POST', body, headers, signal }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      },
      () => null,
    );
    records.callbacks.push({ taskId, url, body, at, status });
    return status;
  }

  async function send(task: EmulatedTask): Promise<void> {
    const notice = profile.notice(task);
    if (task.notifyHook === '' || !notice) return;
    const body = JSON.stringify(notice);
    const fault = faults.take('callback', task.notifyHook);
    if (fault === 'drop') return;
    if (typeof fault === 'object' && 'delayMs' in fault && fault.delayMs) {
      await delay(fault.delayMs, undefined, { ref: false, signal: shutdown.signal }).catch(() => undefined);
    }
    const forged = fault === 'badBody' ? body.slice(0, body.length / 2) : body;
    await Promise.all((fault === 'duplicate' ? [1, 2] : [1]).map(() => post(task.id, task.notifyHook, forged)));
  }

  return {
    /** Told after every change; silent for a task that has not started or waits for its window. */
    changed(task: EmulatedTask): void {
      if (task.status !== 'NOT_START' && task.status !== 'MODAL') void send(task);
    },
    post,
    stop: () => shutdown.abort(),
  };
}
