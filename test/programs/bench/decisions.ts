import { enter, type Job } from '../../../src/domain/job/job.ts';
import type { JobListener } from '../../../src/jobs/open-jobs.ts';
import { createScheduler, FAR } from '../../../src/jobs/submit/scheduler.ts';
import { waitingJob } from './fill-store.ts';
import { alone, type Row } from './row.ts';
import type { Size } from './size.ts';
import { quantile } from './statistics.ts';

/** How often the places in line are counted. */
const COUNTS = 200;

/**
 * What the scheduler alone takes while so many jobs wait. A decision is all of this: a job gives its slot back, a free slot is
 * asked for, the next job is found, it gets the slot and enters its step, and a new job joins the line.
 */
export function measureDeciding({ queueing: { waiting, slots, decisions } }: Size): Row[] {
  const jobs = createJobs();
  const scheduler = createScheduler(
    jobs,
    () => slots,
    () => true,
  );
  for (let n = 0; n < waiting; n += 1) jobs.put(waitingJob(n, n));
  const running: string[] = [];

  function decide(n: number): void {
    const done = running.length >= slots ? running.shift() : undefined;
    if (done !== undefined) jobs.remove(done);
    if (scheduler.free('main') <= 0) throw new Error('no slot is free');
    const [next] = scheduler.startable(() => false);
    if (!next) throw new Error('nobody waits');
    scheduler.take(next.id, 'main');
    jobs.put(submitting(next));
    scheduler.release(next.id);
    running.push(next.id);
    jobs.put(waitingJob(n, n));
  }

  const took: number[] = [];
  for (let n = 0; n < decisions; n += 1) took.push(time(() => decide(waiting + n)));
  const places: number[] = [];
  for (let n = 0; n < COUNTS; n += 1) places.push(time(() => countPlaces(scheduler.inLine())));
  return [
    alone(`a scheduling decision while ${waiting} jobs wait, p50`, 'ms', [quantile(took, 0.5)]),
    alone(`a scheduling decision while ${waiting} jobs wait, p99`, 'ms', [quantile(took, 0.99)]),
    alone(`the first ${FAR} places in that line, p50`, 'ms', [quantile(places, 0.5)]),
    alone(`the first ${FAR} places in that line, p99`, 'ms', [quantile(places, 0.99)]),
  ];
}

function submitting(job: Job): Job {
  if (job.step !== 'waiting') throw new Error('it does not wait');
  return enter(job, { step: 'submitting', place: job.place, since: job.createdAt, attempt: 'a' });
}

function time(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function countPlaces(line: Iterable<Job>): void {
  let count = 0;
  for (const _job of line) {
    count += 1;
    if (count >= FAR) break;
  }
}

/** Open jobs in memory, as the scheduler follows them. */
function createJobs() {
  const byId = new Map<string, Job>();
  const listeners: JobListener[] = [];
  function change(id: string, now: Job | undefined): void {
    const before = byId.get(id);
    if (now) byId.set(id, now);
    else byId.delete(id);
    for (const tell of listeners) tell(before, now);
  }
  return {
    get: (id: string) => byId.get(id),
    watch(listener: JobListener): void {
      listeners.push(listener);
    },
    put: (job: Job) => change(job.id, job),
    remove: (id: string) => change(id, undefined),
  };
}
