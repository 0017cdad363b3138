import { taskNumber } from '../../domain/job/echo.ts';
import type { JobIn } from '../../domain/job/job.ts';
import type { Task } from '../../domain/job/task.ts';
import type { LeaderContext } from '../context.ts';

/** Callbacks may be forged: so many tasks at most are looked at for one job. */
const MOST = 8;
/** How long a task that a callback named may turn out to be none of the job's, in ms: some relays tell its `state` late. */
const PATIENCE = 2 * 60_000;
/** The pause before a task that could not be fetched is asked after again, in ms: doubled each time, up to `most`. */
const FETCH_PAUSE = { least: 1_000, most: 60_000 };

/** A task that a callback named. All times are monotonic, in ms. */
type NamedTask = { readonly since: number; notBefore: number; failures: number };

export type NamedTasks = ReturnType<typeof createNamedTasks>;

/** The tasks that callbacks named for one job of a relay. Whether they are the job's, only the relay can tell. */
export function createNamedTasks(
  { clock, log, relays }: Pick<LeaderContext, 'clock' | 'log' | 'relays'>,
  relay: string,
  signal: AbortSignal,
) {
  const tasks = new Map<string, NamedTask>();

  /** The task as the relay has it; null when it knows none or does not answer, after which it is left alone for a while. */
  async function fetchNamed(taskId: string, named: NamedTask): Promise<Task | null> {
    try {
      return (await relays.named(relay)?.port.fetch(taskId, signal)) ?? null;
    } catch (error) {
      const pause = Math.min(FETCH_PAUSE.least * 2 ** named.failures, FETCH_PAUSE.most);
      named.failures += 1;
      named.notBefore = clock.monotonic() + pause;
      if (!signal.aborted) log.info({ task: taskId, error }, 'a task that a callback named could not be fetched');
      return null;
    }
  }

  return {
    add(taskId: string): void {
      const since = clock.monotonic();
      if (tasks.size < MOST && !tasks.has(taskId)) tasks.set(taskId, { since, notBefore: since, failures: 0 });
    },

    /** Those that are the job's. What the relay has long called another's, or unknown, is forgotten. */
    async ownOf(job: JobIn<'unknown'>): Promise<readonly Task[]> {
      const due = [...tasks].filter(([, { notBefore }]) => notBefore <= clock.monotonic());
      const looked = due.map(async ([taskId, named]) => {
        const task = await fetchNamed(taskId, named);
        if (task && taskNumber(job, task.state) !== null) return [task];
        const isAnswered = named.notBefore <= clock.monotonic();
        if (isAnswered && clock.monotonic() - named.since > PATIENCE) tasks.delete(taskId);
        return [];
      });
      return (await Promise.all(looked)).flat();
    },

    get size() {
      return tasks.size;
    },
  };
}
