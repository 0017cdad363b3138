import type { Progress } from '../domain/ports/presenter.ts';
import type { JobNotes } from './job-notes.ts';

/** Of a job of which nothing is known beyond its record. */
export const unknownProgress: Progress = { percent: null, previewUrl: '', ahead: null };

/** What is known of running jobs beyond their records. In memory only: the next poll tells it again. */
export type JobProgress = {
  of(jobId: string): Progress;
  /** Answers with what is known now. Per cent never goes back: relays with several nodes contradict themselves. */
  update(jobId: string, change: Partial<Progress>): Progress;
};

export function createJobProgress(byJob: JobNotes<Progress>): JobProgress {
  return {
    of: (jobId) => byJob.get(jobId) ?? unknownProgress,
    update(jobId, change) {
      const before = byJob.get(jobId) ?? unknownProgress;
      const percent =
        typeof change.percent === 'number' ? Math.max(change.percent, before.percent ?? 0) : before.percent;
      const after = { ...before, ...change, percent };
      byJob.set(jobId, after);
      return after;
    },
  };
}
