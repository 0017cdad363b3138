import type { Job } from '../job.ts';
import type { Log, Store } from '../ports.ts';

/**
 * The open jobs, in memory for speed and in the store for good. Each job is moved by one mover at a time.
 */
export type Book = {
  get(id: string): Job | undefined;
  /** A snapshot. */
  all(): readonly Job[];
  /** Jobs whose relay task this is. */
  byTask(taskId: string): readonly Job[];
  /** Into memory only: the store has it already, or is about to. */
  insert(job: Job): void;
  remove(id: string): void;
  /** Runs `move` when no other move of this job runs, with the job as it is then (undefined: no longer open). */
  alone<T>(id: string, move: (job: Job | undefined) => Promise<T>): Promise<T>;
  /** Writes, then remembers. Throws StoreError and changes nothing when it could not be written. */
  commit(job: Job): Promise<void>;
  /**
   * Remembers, then writes; a failed write is repeated by `flush`. For what has already happened outside:
   * forgetting it in memory too would lose what was paid for.
   */
  record(job: Job): Promise<void>;
  flush(): Promise<void>;
};

export function createBook({ jobs: table, log }: { jobs: Store['jobs']; log: Log }): Book {
  const open = new Map<string, Job>();
  const tasks = new Map<string, Set<string>>();
  const unwritten = new Map<string, Job>();
  const tails = new Map<string, Promise<void>>();

  const taskOf = (job: Job | undefined) => (job && 'taskId' in job ? job.taskId : null);

  function index(before: Job | undefined, after: Job | undefined) {
    const [from, to] = [taskOf(before), taskOf(after)];
    const id = before?.id ?? after?.id;
    if (from === to || id === undefined) return;
    if (from) {
      const ids = tasks.get(from);
      ids?.delete(id);
      if (ids?.size === 0) tasks.delete(from);
    }
    if (to) tasks.set(to, (tasks.get(to) ?? new Set()).add(id));
  }

  function remember(job: Job) {
    const before = open.get(job.id);
    const after = job.step === 'settled' ? undefined : job;
    index(before, after);
    if (after) open.set(job.id, after);
    else open.delete(job.id);
  }

  async function alone<T>(id: string, move: (job: Job | undefined) => Promise<T>): Promise<T> {
    const turn = (tails.get(id) ?? Promise.resolve()).then(() => move(open.get(id)));
    const tail = turn.then(
      () => {},
      () => {},
    );
    tails.set(id, tail);
    try {
      return await turn;
    } finally {
      if (tails.get(id) === tail) tails.delete(id);
    }
  }

  return {
    get: (id) => open.get(id),
    all: () => [...open.values()],
    byTask: (taskId) =>
      [...(tasks.get(taskId) ?? [])].map((id) => open.get(id)).filter((job): job is Job => job !== undefined),
    insert: remember,
    remove(id) {
      index(open.get(id), undefined);
      open.delete(id);
      unwritten.delete(id);
    },
    alone,
    async commit(job) {
      await table.put(job);
      unwritten.delete(job.id);
      remember(job);
    },
    async record(job) {
      remember(job);
      try {
        await table.put(job);
        unwritten.delete(job.id);
      } catch (error) {
        unwritten.set(job.id, job);
        log.error({ job: job.id, step: job.step, error }, 'a job could not be written; it goes on in memory');
      }
    },
    async flush() {
      for (const id of [...unwritten.keys()]) {
        await alone(id, async () => {
          const job = unwritten.get(id);
          if (!job) return;
          await table.put(job);
          unwritten.delete(id);
        });
      }
    },
  };
}
