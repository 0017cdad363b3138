import { Conflict } from '../domain/failures/errors.ts';
import { type Job, type JobIn, taskOf } from '../domain/job/job.ts';
import type { Step } from '../domain/job/step.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Store } from '../domain/ports/store.ts';
import { isEqual } from '../lib/is-equal.ts';
import type { JobMover } from './job-mover.ts';
import { createNotebook, type JobNotes } from './job-notes.ts';
import type { JobWriter } from './job-writer.ts';

/** The open jobs, as the process that leads has them: in memory for speed, in the store to survive the process. */
export type OpenJobs = JobMover & {
  get(id: string): Job | undefined;
  /** A snapshot, as are all the lists below. */
  all(): readonly Job[];
  /** Jobs in one of these steps. */
  in<S extends Step>(...steps: readonly S[]): readonly JobIn<S>[];
  /** Jobs that wait for this task of the relay, or are about to show it. */
  byTask(taskId: string): readonly Job[];
  /** Into memory only: the store has it already. */
  insert(job: Job): void;
  /**
   * Takes a job as the store has it, or as this process is about to write it: another process, or a member, has moved it. Undefined when
   * it is not open, or when memory had it just so. Throws StoreError and DamagedRecord.
   */
  refresh(id: string): Promise<Job | undefined>;
  /** Tells of every job that comes (no `before`), changes or goes (no `now`), once memory has it so. To be called before any does. */
  watch(listener: JobListener): void;
  /** A place for notes of one kind about open jobs, each of which ends with its job. */
  notes<T>(): JobNotes<T>;
  /** How many open jobs and notes about them are in memory. */
  remembered(): { readonly jobs: number; readonly notes: number };
};

export type JobListener = (before: Job | undefined, now: Job | undefined) => void;

export type OpenJobsParts = {
  readonly jobs: Pick<Store['jobs'], 'get'>;
  readonly writer: JobWriter;
  /**
   * Whoever was about to move a job has found that another process had moved it: how this process knew it, and how it is now. Called
   * when that mover is done, as a wake-up that comes later is no news any more.
   */
  readonly onOvertaken: (before: Job | undefined, now: Job | undefined) => void;
  readonly log: Log;
};

export function createOpenJobs({ jobs: table, writer, onOvertaken, log }: OpenJobsParts): OpenJobs {
  const open = new Map<string, Job>();
  const bySteps = createJobIndex(({ step }) => step);
  const byTasks = createJobIndex(taskOf);
  /**
   * What the store may have of a job since a write of it failed, the likeliest first: nobody knows whether that write was done.
   * Of all others it has what is here.
   */
  const doubts = new Map<string, readonly Job[]>();
  const listeners: JobListener[] = [];
  const notebook = createNotebook((id) => open.has(id));

  function replace(id: string, after: Job | undefined): void {
    const before = open.get(id);
    for (const index of [bySteps, byTasks]) index.replace(before, after);
    if (after) open.set(id, after);
    else {
      open.delete(id);
      notebook.forget(id);
      doubts.delete(id);
    }
    for (const tell of listeners) tell(before, after);
  }

  const remember = (job: Job) => replace(job.id, job.step === 'settled' ? undefined : job);

  function storedOf(id: string): readonly Job[] {
    const job = open.get(id);
    return writer.owed(id)?.stored ?? doubts.get(id) ?? (job ? [job] : []);
  }

  async function write(job: Job, stored: readonly Job[]): Promise<void> {
    try {
      await writer.write(job, stored);
      doubts.delete(job.id);
    } catch (error) {
      if (!(error instanceof Conflict) && open.has(job.id)) doubts.set(job.id, [...new Set([...stored, job])]);
      throw error;
    }
  }

  /** The job as it is now, in memory too: whether that is news. */
  async function reload(id: string): Promise<boolean> {
    const before = open.get(id);
    const job = writer.owed(id)?.job ?? (await table.get(id));
    doubts.delete(id);
    if (isEqual(job, before)) return false;
    if (job) remember(job);
    else replace(id, undefined);
    return true;
  }

  return {
    get: (id) => open.get(id),
    all: () => [...open.values()],
    in: <S extends Step>(...steps: readonly S[]) =>
      steps.flatMap((step) => bySteps.of(step).filter((job): job is JobIn<S> => job.step === step)),
    byTask: byTasks.of,
    insert: remember,
    refresh: (id) => writer.alone(id, async () => ((await reload(id)) ? open.get(id) : undefined)),
    withLock: (id, work) =>
      writer.alone(id, async () => {
        const before = open.get(id);
        let isOvertaken = false;
        try {
          for (;;) {
            try {
              return await work(open.get(id));
            } catch (error) {
              if (!(error instanceof Conflict) || error.jobId !== id) throw error;
              isOvertaken = true;
              writer.forget(id);
              await reload(id);
            }
          }
        } finally {
          if (isOvertaken) onOvertaken(before, open.get(id));
        }
      }),
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
        writer.owe({ job, stored: [...new Set([...stored, job])] });
        log.error({ job: job.id, step: job.step, error }, 'a job could not be written; it goes on in memory');
      }
    },
    watch: (listener) => void listeners.push(listener),
    notes: notebook.notes,
    remembered: () => ({ jobs: open.size, notes: notebook.size() }),
  };
}

/** Jobs grouped by something they have, such as a step or a task: nobody looks through all to find a few. */
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
