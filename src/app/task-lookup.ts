import type { Services } from '../discord/handler.ts';
import { TASK_WAIT } from '../discord/rest/deadlines.ts';
import { RelayError, UserError } from '../domain/failures/errors.ts';
import type { Task } from '../domain/job/task.ts';
import { relayOfTask, taskKey } from '../domain/job/task-key.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Parts } from './parts.ts';

/** Asks the relays after tasks that members name. */
export function createTaskLookup(
  relays: Parts['relays'],
  log: Pick<Log, 'info'>,
  stop: AbortSignal,
): Pick<Services, 'peekTask' | 'fetchTask' | 'seed'> {
  const named = (name: string) => relays.find(({ config }) => config.name === name)?.port;

  /**
   * Who names a task by a bare number may have it from another relay's own pages, so the others are asked, too, in the order of
   * preference. Rejects with the first failure when none of them knows it.
   */
  async function find(key: string, signal: AbortSignal): Promise<Task | null> {
    const own = relayOfTask(key);
    const others = key.includes(':') ? [] : relays.filter(({ config }) => config.name !== own);
    const keys = [key, ...others.map(({ config }) => taskKey(config.name, key))];
    const failures: unknown[] = [];
    for (const one of keys) {
      try {
        const task = await named(relayOfTask(one))?.fetch(one, signal);
        if (task) return task;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return null;
  }

  return {
    peekTask: (key) => find(key, AbortSignal.timeout(TASK_WAIT)).catch(() => null),
    fetchTask: (key) =>
      find(key, stop).catch((cause: unknown) => {
        log.info({ cause }, 'a task could not be asked after');
        const isRefusal = cause instanceof RelayError && cause.refusal !== null;
        throw new UserError(isRefusal ? { kind: 'operator', detail: '' } : { kind: 'unreachable' });
      }),
    seed: async (key) => (await named(relayOfTask(key))?.seed(key, stop)) ?? null,
  };
}
