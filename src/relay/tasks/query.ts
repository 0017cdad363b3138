import pLimit from 'p-limit';
import type { Task } from '../../domain/job/task.ts';
import type { Listing, Log, Relay } from '../../domain/ports.ts';
import { type RetryDelay, retrying } from '../http/retry.ts';
import type { Transport } from '../http/transport.ts';
import { lacksEndpoint, readFetched, readListing, readRecent, readSeed } from './task-answer.ts';
import type { TaskReading } from './task-schema.ts';

const small = 1024 * 1024;
const large = 8 * small;
/** Ms until an endpoint that was missing is tried again: a maintenance page looks the same. */
const recheck = 10 * 60_000;
const parallel = 5;
/** A relay asks Midjourney for a seed itself, which takes a minute. */
const SEED = 70_000;

type Deps = {
  readonly transport: Transport;
  readonly reading: TaskReading;
  readonly deadlines: { readonly fetch: number; readonly list: number };
  readonly retryDelay: RetryDelay;
  readonly log: Log;
};

/** The relay's reading half: safe to repeat, costs nothing. */
export function createQuery({
  transport,
  reading,
  deadlines,
  retryDelay,
  log,
}: Deps): Pick<Relay, 'fetch' | 'list' | 'recent' | 'cancel' | 'seed'> {
  const absentUntil = { list: 0, recent: 0 };

  function note(endpoint: keyof typeof absentUntil, path: string): null {
    absentUntil[endpoint] = Date.now() + recheck;
    log.info({ path }, 'this relay has no such endpoint');
    return null;
  }

  function fetchBy(deadline: number, taskId: string, signal: AbortSignal): Promise<Task | null> {
    const path = `/task/${encodeURIComponent(taskId.toWellFormed())}/fetch`;
    const bounds = { cap: small, deadline, signal };
    return retrying(async () => readFetched(await transport.ask('GET', path, null, bounds), path, taskId, reading), {
      ...bounds,
      retryDelay,
    });
  }

  function listBy(deadline: number, ids: readonly string[], signal: AbortSignal): Promise<Listing | null> {
    const path = '/task/list-by-condition';
    const bounds = { cap: large, deadline, signal };
    const once = async () => {
      const answer = await transport.ask('POST', path, { ids }, bounds);
      return lacksEndpoint(answer) ? note('list', path) : readListing(answer, path, ids, reading);
    };
    return retrying(once, { ...bounds, retryDelay });
  }

  async function listSingly(deadline: number, ids: readonly string[], signal: AbortSignal): Promise<Listing> {
    const tasks: Task[] = [];
    const missing: string[] = [];
    const troubles: unknown[] = [];
    await pLimit(parallel).map(ids, async (id) => {
      try {
        const task = await fetchBy(Math.min(deadline, Date.now() + deadlines.fetch), id, signal);
        if (task) tasks.push(task);
        else missing.push(id);
      } catch (error) {
        troubles.push(error);
      }
    });
    if (troubles.length === ids.length) throw troubles[0];
    return { tasks, missing };
  }

  return {
    fetch: (taskId, signal) => fetchBy(Date.now() + deadlines.fetch, taskId, signal),

    async list(ids, signal) {
      if (ids.length === 0) return { tasks: [], missing: [] };
      const deadline = Date.now() + deadlines.list;
      const listing = absentUntil.list > Date.now() ? null : await listBy(deadline, ids, signal);
      return listing ?? listSingly(deadline, ids, signal);
    },

    async recent(signal) {
      if (absentUntil.recent > Date.now()) return null;
      const path = '/task/list';
      const bounds = { cap: large, deadline: Date.now() + deadlines.list, signal };
      const once = async () => {
        const answer = await transport.ask('GET', path, null, bounds);
        const absent = lacksEndpoint(answer) || answer.status === 403;
        return absent ? note('recent', path) : readRecent(answer, path, reading);
      };
      return retrying(once, { ...bounds, retryDelay });
    },

    async cancel(taskId, signal) {
      const path = `/task/${encodeURIComponent(taskId.toWellFormed())}/cancel`;
      try {
        const answer = await transport.ask(
          'POST',
          path,
          {},
          { cap: small, deadline: Date.now() + deadlines.fetch, signal },
        );
        return answer.status >= 200 && answer.status < 300 && !lacksEndpoint(answer);
      } catch (error) {
        log.info({ path, error }, 'a task could not be stopped');
        return false;
      }
    },

    async seed(taskId, signal) {
      const path = `/task/${encodeURIComponent(taskId.toWellFormed())}/image-seed`;
      const answer = await transport.ask('GET', path, null, { cap: small, deadline: Date.now() + SEED, signal });
      return lacksEndpoint(answer) ? null : readSeed(answer);
    },
  };
}
