import type { TaskLookup } from '../discord/handler.ts';
import { TASK_WAIT } from '../discord/rest/deadlines.ts';
import { RelayError, UserError } from '../domain/failures/errors.ts';
import type { Task } from '../domain/job/task.ts';
import { relayOfTask, taskKey } from '../domain/job/task-key.ts';
import { maySee } from '../domain/policy/payer.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';

export type TaskLookupParts = {
  /** The names of the relays of the people who run the bot, in the order of preference. */
  readonly names: readonly string[];
  /** A relay by its name, be it a server's own; null where none is set up. Rejects with StoreError. */
  readonly relayOf: (name: string) => Promise<Pick<Relay, 'fetch' | 'seed'> | null>;
  readonly log: Pick<Log, 'info'>;
  readonly stop: AbortSignal;
};

/** Asks the relays after tasks that members name, as seen from a server. */
export function createTaskLookup({ names, relayOf, log, stop }: TaskLookupParts) {
  /**
   * Who names a task by a bare number may have it from another relay's own pages, so all that may be seen here are asked, the server's
   * own first. Rejects with the first failure when none of them knows it.
   */
  async function find(key: string, server: string | null, signal: AbortSignal): Promise<Task | null> {
    const own = relayOfTask(key);
    const others = key.includes(':') ? [] : [...(server === null ? [] : [server]), ...names];
    const failures: unknown[] = [];
    for (const name of new Set([own, ...others])) {
      if (!maySee(name, server)) continue;
      const one = name === own ? key : taskKey(name, key);
      try {
        const task = await (await relayOf(name))?.fetch(one, signal);
        if (task) return task;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return null;
  }

  return (server: string | null): TaskLookup => ({
    peekTask: (key) => find(key, server, AbortSignal.timeout(TASK_WAIT)).catch(() => null),
    fetchTask: (key) =>
      find(key, server, stop).catch((cause: unknown) => {
        log.info({ cause }, 'a task could not be asked after');
        const isRefusal = cause instanceof RelayError && cause.refusal !== null;
        throw new UserError(isRefusal ? { kind: 'operator', detail: '' } : { kind: 'unreachable' });
      }),
    async seed(key) {
      const name = relayOfTask(key);
      return maySee(name, server) ? ((await (await relayOf(name))?.seed(key, stop)) ?? null) : null;
    },
  });
}
