import type { Progress } from '../domain/ports.ts';

const idle: Progress = { percent: null, previewUrl: '', ahead: null };

/** What is known of running jobs beyond their records. In memory only: the next poll tells it again. */
export type JobProgress = {
  of(jobId: string): Progress;
  /** Per cent never goes back: relays with several nodes contradict themselves. */
  update(jobId: string, change: Partial<Progress>): Progress;
  forget(jobId: string): void;
};

export function createJobProgress(): JobProgress {
  const readings = new Map<string, Progress>();
  return {
    of: (jobId) => readings.get(jobId) ?? idle,
    update(jobId, change) {
      const before = readings.get(jobId) ?? idle;
      const percent =
        typeof change.percent === 'number' ? Math.max(change.percent, before.percent ?? 0) : before.percent;
      const after = { ...before, ...change, percent };
      readings.set(jobId, after);
      return after;
    },
    forget: (jobId) => void readings.delete(jobId),
  };
}
