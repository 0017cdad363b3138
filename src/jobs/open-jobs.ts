import { type Job, type JobIn, type Step, taskOf } from '../domain/job/job.ts';
import type { Log, Store } from '../domain/ports.ts';

/**
 * The open jobs, in memory for speed and in the store for good. Each job is moved by one mover at a time.
 */
export type OpenJobs = {
  get(id: string): Job | undefined;
  /** A snapshot. */
  all(): readonly Job[];
  /** Jobs in one of these steps. */
  in<S extends Step>(...steps: readonly S[]): readonly JobIn<S>[];
  byMember(memberId: string): readonly Job[];
  /** Jobs that wait for this task of the relay, or are about to show it. */
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

export function createOpenJobs({ jobs: table, log }: { jobs: Store['jobs']; log: Log }): OpenJobs {
  const open = new Map<string, Job>();
  const steps = createJobIndex(({ step }) => step);
  const members = createJobIndex(({ requester }) => requester.id);
  const tasks = createJobIndex(taskOf);
  const unwritten = new Map<string, Job>();
  const tails = new Map<string, Promise<void>>();

  function replace(id: string, after: Job | undefined) {
    const before = open.get(id);
    for (const groups of [steps, members, tasks]) groups.replace(before, after);
    if (after) open.set(id, after);
    else open.delete(id);
  }

  const remember = (job: Job) => replace(job.id, job.step === 'settled' ? undefined : job);

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
    in: <S extends Step>(...wanted: readonly S[]) =>
      wanted.flatMap((step) => steps.of(step).filter((job): job is JobIn<S> => job.step === step)),
    byMember: members.of,
    byTask: tasks.of,
    insert: remember,
    remove(id) {
      replace(id, undefined);
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

/** Jobs by something they have, such as a step or a requester, so that nobody has to look through all to find a few. */
export type JobIndex = {
  /** A snapshot, in the order in which they came into the group. */
  of(key: string): readonly Job[];
  /** A job came (no `before`), changed or went (no `after`). JobIndex without jobs are forgotten. */
  replace(before: Job | undefined, after: Job | undefined): void;
};

/** `keyOf` names a job's group; null for none. */
export function createJobIndex(keyOf: (job: Job) => string | null): JobIndex {
  const groups = new Map<string, Map<string, Job>>();

  function leave(key: string, id: string): void {
    const group = groups.get(key);
    group?.delete(id);
    if (group?.size === 0) groups.delete(key);
  }

  function join(key: string, job: Job): void {
    const group = groups.get(key) ?? new Map<string, Job>();
    groups.set(key, group.set(job.id, job));
  }

  return {
    of: (key) => [...(groups.get(key)?.values() ?? [])],
    replace(before, after) {
      const from = before ? keyOf(before) : null;
      const to = after ? keyOf(after) : null;
      if (before && from !== null && from !== to) leave(from, before.id);
      if (after && to !== null) join(to, after);
    },
  };
}
