import type { TaskLookup } from '../discord/handler.ts';
import { TASK_WAIT } from '../discord/rest/deadlines.ts';
import { OPERATOR } from '../domain/credits/charge.ts';
import { RelayError, UserError } from '../domain/failures/errors.ts';
import type { Task } from '../domain/job/task.ts';
import { payerOfRelay, relayOfTask } from '../domain/job/task-key.ts';
import { maySee } from '../domain/policy/payer.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Relay } from '../domain/ports/relay.ts';

export type TaskLookupParts = {
  /** A relay by its name, be it a server's own; null where none is set up. Rejects with StoreError. */
  readonly relayOf: (name: string) => Promise<Pick<Relay, 'fetch' | 'seed'> | null>;
  readonly log: Pick<Log, 'info'>;
  readonly stop: AbortSignal;
};

/**
 * Asks after tasks that members name, as seen from a server. A name tells which relay has the task, and no other one is asked: the same
 * number may be somebody else's task there.
 */
export function createTaskLookup({ relayOf, log, stop }: TaskLookupParts) {
  async function relayHere(key: string, server: string | null): Promise<Pick<Relay, 'fetch' | 'seed'> | null> {
    const name = relayOfTask(key);
    return maySee(name, server) ? relayOf(name) : null;
  }

  async function find(key: string, server: string | null, signal: AbortSignal): Promise<Task | null> {
    return (await (await relayHere(key, server))?.fetch(key, signal)) ?? null;
  }

  /** What a member is told of a relay that did not say what it knows of a task. */
  function failureOf(cause: unknown, key: string): UserError {
    const isRefusal = cause instanceof RelayError && cause.refusal !== null;
    if (!isRefusal) return new UserError({ kind: 'unreachable' });
    const isOperators = payerOfRelay(relayOfTask(key)) === OPERATOR;
    return new UserError(isOperators ? { kind: 'operator', detail: '' } : { kind: 'keyRefused' });
  }

  return (server: string | null): TaskLookup => ({
    peekTask: (key) => find(key, server, AbortSignal.timeout(TASK_WAIT)).catch(() => null),
    fetchTask: (key) =>
      find(key, server, stop).catch((cause: unknown) => {
        log.info({ cause }, 'a task could not be asked after');
        throw failureOf(cause, key);
      }),
    seed: async (key) => (await (await relayHere(key, server))?.seed(key, stop)) ?? null,
  });
}
