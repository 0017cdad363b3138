import { Counter, Histogram, type Registry } from 'prom-client';
import type { Job } from '../domain/job/job.ts';
import type { Store } from '../domain/ports/store.ts';
import { values } from './labels.ts';

type Jobs = Store['jobs'];

/** Measures jobs by what is written of them, and how long the store takes to write it. */
export function createJobRecords(registry: Registry) {
  /** How long open jobs waited before they were submitted last, in ms. */
  const waits = new Map<string, number>();
  const writes = new Histogram({
    name: 'darkroom_store_write_duration_seconds',
    help: 'How long the store takes to write a job.',
    labelNames: ['result'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
  const wait = new Histogram({
    name: 'darkroom_job_wait_seconds',
    help: 'From a gesture until its job was submitted. Counted when the job ends.',
    buckets: [0.5, 1, 2, 5, 15, 60, 300, 900, 1800, 3600],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'darkroom_job_duration_seconds',
    help: 'From a gesture until its job ended.',
    buckets: [5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 1800, 3600],
    registers: [registry],
  });
  const settled = new Counter({
    name: 'darkroom_jobs_settled_total',
    help: 'Jobs that have ended, by what became of them: shown, or the reason.',
    labelNames: ['request', 'outcome'],
    registers: [registry],
  });
  for (const result of values.write) writes.zero({ result });
  for (const request of values.request) for (const outcome of values.outcome) settled.inc({ request, outcome }, 0);

  function see(job: Job): void {
    if (job.step === 'submitting') waits.set(job.id, job.since - job.createdAt);
    if (job.step !== 'settled') return;
    const { outcome } = job;
    settled.inc({ request: job.request.kind, outcome: outcome.kind === 'failed' ? outcome.reason.kind : 'shown' });
    duration.observe((job.at - job.createdAt) / 1000);
    const waited = waits.get(job.id);
    waits.delete(job.id);
    if (waited !== undefined) wait.observe(waited / 1000);
  }

  async function measured<T>(work: Promise<T>): Promise<T> {
    const since = performance.now();
    let result: (typeof values.write)[number] = 'error';
    try {
      const answer = await work;
      result = 'ok';
      return answer;
    } finally {
      writes.observe({ result }, (performance.now() - since) / 1000);
    }
  }

  /** The same records, whose writes are measured. */
  return (jobs: Jobs): Jobs => ({
    add: (job) => measured(jobs.add(job)),
    get: jobs.get,
    async replace(from, to) {
      const isWritten = await measured(jobs.replace(from, to));
      if (isWritten) see(to);
      return isWritten;
    },
    drop(job) {
      waits.delete(job.id);
      return measured(jobs.drop(job));
    },
    amend: jobs.amend,
    open: jobs.open,
    openIds: jobs.openIds,
  });
}
