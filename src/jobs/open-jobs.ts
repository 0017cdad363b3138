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
  /** Runs `work` while nothing else moves this job, with the job as it is then; undefined when it is no longer open. */
  withLock<T>(id: string, work: (job: Job | undefined) => Promise<T>): Promise<T>;
  /** Writes, then remembers. Throws StoreError and changes nothing when it could not be written. */
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
  const unwritten = new Map<string, Job>();
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
    }
    for (const tell of listeners) tell(before, after);
  }

  const remember = (job: Job) => replace(job.id, job.step === 'settled' ? undefined : job);

  const withLock = <T>(id: string, work: (job: Job | undefined) => Promise<T>): Promise<T> =>
    mutex(id, () => work(open.get(id)));

  return {
    get: (id) => open.get(id),
    all: () => [...open.values()],
    in: <S extends Step>(...steps: readonly S[]) =>
      steps.flatMap((step) => bySteps.of(step).filter((job): job is JobIn<S> => job.step === step)),
    byMember: byMembers.of,
    byTask: byTasks.of,
    insert: remember,
    remove(id) {
      replace(id, undefined);
      unwritten.delete(id);
    },
    withLock,
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
        await withLock(id, async () => {
          const job = unwritten.get(id);
          if (!job) return;
          await table.put(job);
          unwritten.delete(id);
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
