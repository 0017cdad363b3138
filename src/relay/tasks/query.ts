import pLimit from 'p-limit';
import type { Task } from '../../domain/job/task.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Listing, Relay } from '../../domain/ports/relay.ts';
import { type RetryDelay, retrying } from '../http/retry.ts';
import type { Transport } from '../http/transport.ts';
import { createStateSearch } from './state-search.ts';
import { lacksEndpoint, nonsense, readFetched, readListing, readSeed, saysStopped } from './task-answer.ts';
import type { TaskReading } from './task-schema.ts';

/** The largest answer about one task that is read, in bytes. */
const MAX_TASK = 1024 * 1024;
/** A missing endpoint is tried again after this time, in ms: a page about maintenance looks the same. */
const RECHECK = 10 * 60_000;
/** How many tasks are fetched at once where the relay cannot list them. */
const MAX_FETCHES = 5;
/** How long a question for a seed may take, in ms: the relay asks Midjourney, which takes a minute. */
const SEED = 70_000;

type Deps = {
  readonly transport: Transport;
  readonly reading: TaskReading;
  /** In bytes. */
  readonly largestListing: number;
  readonly deadlines: { readonly fetch: number; readonly list: number };
  readonly retryDelay: RetryDelay;
  readonly log: Log;
};

/** All requests but `submit`. They cost nothing; those that change nothing are tried again when they fail. */
export function createQuery({
  transport,
  reading,
  largestListing,
  deadlines,
  retryDelay,
  log,
}: Deps): Pick<Relay, 'fetch' | 'list' | 'recent' | 'cancel' | 'seed'> {
  /** Until when listings are taken to be missing, in ms of `performance.now`. */
  let unlistedUntil = Number.NEGATIVE_INFINITY;

  function noteUnlisted(path: string): null {
    unlistedUntil = performance.now() + RECHECK;
    log.info({ path }, 'this relay has no such endpoint');
    return null;
  }

  function fetchBy(deadline: number, taskId: string, signal: AbortSignal): Promise<Task | null> {
    const path = `/task/${encodeURIComponent(taskId.toWellFormed())}/fetch`;
    const bounds = { cap: MAX_TASK, deadline, signal };
    return retrying(async () => readFetched(await transport.ask('GET', path, null, bounds), path, taskId, reading), {
      ...bounds,
      retryDelay,
    });
  }

  function listBy(deadline: number, ids: readonly string[], signal: AbortSignal): Promise<Listing | null> {
    const path = '/task/list-by-condition';
    const bounds = { cap: largestListing, deadline, signal };
    const once = async () => {
      const answer = await transport.ask('POST', path, { ids }, bounds);
      return lacksEndpoint(answer) ? noteUnlisted(path) : readListing(answer, path, ids, reading);
    };
    return retrying(once, { ...bounds, retryDelay });
  }

  async function listSingly(deadline: number, ids: readonly string[], signal: AbortSignal): Promise<Listing> {
    const tasks: Task[] = [];
    const missing: string[] = [];
    const troubles: unknown[] = [];
    await pLimit(MAX_FETCHES).map(ids, async (id) => {
      try {
        const task = await fetchBy(Math.min(deadline, performance.now() + deadlines.fetch), id, signal);
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
    fetch: (taskId, signal) => fetchBy(performance.now() + deadlines.fetch, taskId, signal),

    async list(ids, signal) {
      if (ids.length === 0) return { tasks: [], missing: [] };
      const deadline = performance.now() + deadlines.list;
      const listing = unlistedUntil > performance.now() ? null : await listBy(deadline, ids, signal);
      return listing ?? listSingly(deadline, ids, signal);
    },

    async recent(states, signal) {
      const path = '/task/list';
      const bounds = { cap: MAX_TASK, deadline: performance.now() + deadlines.list, signal };
      const once = async () => {
        const search = createStateSearch(states);
        const answer = await transport.ask('GET', path, null, { ...bounds, sink: search.take });
        if (search.isPage() || lacksEndpoint(answer) || answer.status === 403) {
          log.info({ path, status: answer.status }, 'the relay does not list its newest tasks now');
          return null;
        }
        if (!search.isList()) throw nonsense(answer, null, path, 'no list of tasks', reading);
        return search.found();
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
          { cap: MAX_TASK, deadline: performance.now() + deadlines.fetch, signal },
        );
        return saysStopped(answer, taskId, reading);
      } catch (error) {
        log.info({ path, error }, 'a task could not be stopped');
        return false;
      }
    },

    async seed(taskId, signal) {
      const path = `/task/${encodeURIComponent(taskId.toWellFormed())}/image-seed`;
      const answer = await transport.ask('GET', path, null, {
        cap: MAX_TASK,
        deadline: performance.now() + SEED,
        signal,
      });
      return lacksEndpoint(answer) ? null : readSeed(answer);
    },
  };
}
