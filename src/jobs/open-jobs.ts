import { Conflict } from '../domain/failures/errors.ts';
import { type Job, type JobIn, type Step, taskOf } from '../domain/job/job.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Store } from '../domain/ports/store.ts';
import { createMutex } from '../lib/mutex.ts';
import { createNotebook, type JobNotes } from './job-notes.ts';

/** The open jobs: in memory for speed, in the store to survive the process. */
export type OpenJobs = {
  get(id: string): Job | undefined;
  /** A snapshot, as are all the lists below. */
  all(): readonly Job[];
  /** Jobs in one of these steps. */
  in<S extends Step>(...steps: readonly S[]): readonly JobIn<S>[];
  byMember(memberId: string): readonly Job[];
  /** Jobs that wait for this task of the relay, or are about to show it. */
  byTask(taskId: string): readonly Job[];
  /** Into memory only: the store has it already, or is about to. */
  insert(job: Job): void;
  remove(id: string): void;
  /**
   * Runs `work` while nothing else in this process moves this job, with the job as it is then; undefined when it is no longer
   * open. When another process has moved it meanwhile, `work` runs again with the job as it is now.
   */
  withLock<T>(id: string, work: (job: Job | undefined) => Promise<T>): Promise<T>;
  /**
   * Writes, then remembers. Throws StoreError and changes nothing when it could not be written. Throws Conflict, as `record`
   * does, when another process has moved the job: to be called in `withLock`.
   */
  commit(job: Job): Promise<void>;
  /**
   * Remembers, then writes; a failed write is repeated by `flush`. For what has already happened outside, such as an
   * accepted submission: to forget it because the disk is full would lose what was paid for.
   */
  record(job: Job): Promise<void>;
  flush(): Promise<void>;
  /** Tells of every job that comes (no `before`), changes or goes (no `now`), once memory has it so. To be called before any does. */
  watch(listener: JobListener): void;
  /** A place for notes of one kind about open jobs, each of which ends with its job. */
  notes<T>(): JobNotes<T>;
  /** How many open jobs and notes about them are in memory. */
  remembered(): { readonly jobs: number; readonly notes: number };
};

export type JobListener = (before: Job | undefined, now: Job | undefined) => void;

export function createOpenJobs({ jobs: table, log }: { readonly jobs: Store['jobs']; readonly log: Log }): OpenJobs {
  const open = new Map<string, Job>();
  const bySteps = createJobIndex(({ step }) => step);
  const byMembers = createJobIndex(({ requester }) => requester.id);
  const byTasks = createJobIndex(taskOf);
  /** Jobs that the store does not have yet as they are here. */
  const unwritten = new Set<string>();
  /**
   * What the store may have of a job since a write of it failed, the likeliest first: nobody knows whether that write was done.
   * Of all others it has what is here.
   */
  const doubts = new Map<string, readonly Job[]>();
  const listeners: JobListener[] = [];
  const mutex = createMutex();
  const notebook = createNotebook((id) => open.has(id));

  function replace(id: string, after: Job | undefined): void {
    const before = open.get(id);
    for (const index of [bySteps, byMembers, byTasks]) index.replace(before, after);
    if (after) open.set(id, after);
    else {
      open.delete(id);
      notebook.forget(id);
      settleDoubts(id);
    }
    for (const tell of listeners) tell(before, after);
  }

  function settleDoubts(id: string): void {
    unwritten.delete(id);
    doubts.delete(id);
  }

  function storedOf(id: string): readonly Job[] {
    const job = open.get(id);
    return doubts.get(id) ?? (job ? [job] : []);
  }

  /** Writes a job over what the store has of it, which is one of `stored`. Throws Conflict when it is none. */
  async function write(job: Job, stored: readonly Job[]): Promise<void> {
    const { id } = job;
    try {
      for (const from of stored) {
        if (await table.replace(from, job)) return settleDoubts(id);
      }
    } catch (error) {
      if (open.has(id)) doubts.set(id, [...new Set([...stored, job])]);
      throw error;
    }
    const facts = { job: id, step: job.step, task: taskOf(job) };
    log.warn(facts, 'another process has moved a job meanwhile; what was to come of it is decided anew');
    throw new Conflict(id);
  }

  async function reload(id: string): Promise<void> {
    const job = await table.get(id);
    settleDoubts(id);
    if (job) remember(job);
    else replace(id, undefined);
  }

  const remember = (job: Job) => replace(job.id, job.step === 'settled' ? undefined : job);

  const withLock = <T>(id: string, work: (job: Job | undefined) => Promise<T>): Promise<T> =>
    mutex(id, async () => {
      for (;;) {
        try {
          return await work(open.get(id));
        } catch (error) {
          if (!(error instanceof Conflict) || error.jobId !== id) throw error;
          await reload(id);
        }
      }
    });

  return {
    get: (id) => open.get(id),
    all: () => [...open.values()],
    in: <S extends Step>(...steps: readonly S[]) =>
      steps.flatMap((step) => bySteps.of(step).filter((job): job is JobIn<S> => job.step === step)),
    byMember: byMembers.of,
    byTask: byTasks.of,
    insert: remember,
    remove: (id) => replace(id, undefined),
    withLock,
    async commit(job) {
      await write(job, storedOf(job.id));
      remember(job);
    },
    async record(job) {
      const stored = storedOf(job.id);
      remember(job);
      try {
        await write(job, stored);
      } catch (error) {
        if (error instanceof Conflict) throw error;
        unwritten.add(job.id);
        log.error({ job: job.id, step: job.step, error }, 'a job could not be written; it goes on in memory');
      }
    },
    async flush() {
      for (const id of [...unwritten]) {
        await withLock(id, async (job) => {
          if (job && unwritten.has(id)) await write(job, storedOf(id));
        });
      }
    },
    watch: (listener) => void listeners.push(listener),
    notes: notebook.notes,
    remembered: () => ({ jobs: open.size, notes: notebook.size() }),
  };
}

/** Jobs grouped by something they have, such as a step or a requester: nobody looks through all to find a few. */
type JobIndex = {
  /** The jobs under a key, in the order in which they came. */
  of(key: string): readonly Job[];
  /** A job came (no `before`), changed, or went (no `after`). */
  replace(before: Job | undefined, after: Job | undefined): void;
};

/** `keyOf` names a job's group, null for none. Empty groups are forgotten. */
function createJobIndex(keyOf: (job: Job) => string | null): JobIndex {
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
