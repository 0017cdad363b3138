/**
 * What a part of the engine keeps in memory about open jobs, by their ids. A note ends with its job at the latest, and none
 * is taken of a job that is not open: so nobody has to remember to forget.
 */
export type JobNotes<T> = Pick<Map<string, T>, 'get' | 'has' | 'delete' | 'values'> &
  Iterable<[string, T]> & { set(jobId: string, note: T): void };

/** Makes notes. `isOpen` tells whether a job may have any. */
export function createNotebook(isOpen: (jobId: string) => boolean) {
  const kinds: Map<string, unknown>[] = [];

  return {
    /** Notes of one kind. To be called once for each kind, not once for each job. */
    notes<T>(): JobNotes<T> {
      const byJob = new Map<string, T>();
      kinds.push(byJob);
      return {
        get: (jobId) => byJob.get(jobId),
        has: (jobId) => byJob.has(jobId),
        delete: (jobId) => byJob.delete(jobId),
        values: () => byJob.values(),
        [Symbol.iterator]: () => byJob[Symbol.iterator](),
        set(jobId, note) {
          if (isOpen(jobId)) byJob.set(jobId, note);
        },
      };
    },
    /** A job is not open any more. */
    forget(jobId: string): void {
      for (const byJob of kinds) byJob.delete(jobId);
    },
    /** How many notes there are, of all kinds and jobs. */
    size: () => kinds.reduce((sum, { size }) => sum + size, 0),
  };
}
