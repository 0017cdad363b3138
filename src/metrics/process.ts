import { readdir } from 'node:fs/promises';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Entries of `gc` say what was collected by a number: https://nodejs.org/api/perf_hooks.html#performanceentrydetail */
const collections: Readonly<Record<number, string>> = { 1: 'minor', 4: 'major', 8: 'incremental', 16: 'weakcb' };
/** How often the loop is looked at, in ms. A look counts from the one before it, so that much is no lag. */
const RESOLUTION = 10;

/** Registers what every process of Node can tell, under the names that dashboards for Node know. Returns what ends it. */
export function watchProcess(registry: Registry): () => void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });

  let counted = process.cpuUsage();
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time that the process has used.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage(counted);
      counted = process.cpuUsage();
      this.inc((user + system) / 1e6);
    },
  }).inc((counted.user + counted.system) / 1e6);
  gauge('process_resident_memory_bytes', 'Memory that the process holds.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'What of the heap is in use.', () => process.memoryUsage().heapUsed);
  // Some systems have no such folder.
  gauge(
    'process_open_fds',
    'Files and sockets that are open.',
    async () => (await readdir('/proc/self/fd').catch(() => [])).length,
  );
  gauge('process_start_time_seconds', 'When the process began.', () => performance.timeOrigin / 1000);

  const lag = monitorEventLoopDelay({ resolution: RESOLUTION });
  lag.enable();
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION) / 1000;
  gauge(
    'nodejs_eventloop_lag_p99_seconds',
    'How late work began, in all but 1 of 100 looks since the last scrape.',
    () => seconds(lag.percentile(99)),
  );
  gauge('nodejs_eventloop_lag_max_seconds', 'How late work began at most since the last scrape.', () => {
    const most = seconds(lag.max);
    lag.reset();
    return most;
  });

  const collected = new Histogram({
    name: 'nodejs_gc_duration_seconds',
    help: 'How long the process stood still to collect garbage.',
    labelNames: ['kind'],
    buckets: [0.001, 0.01, 0.1, 1],
    registers,
  });
  for (const kind of Object.values(collections)) collected.zero({ kind });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const kind = collections[kindOf(entry)];
      if (kind !== undefined) collected.observe({ kind }, entry.duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });

  return () => {
    lag.disable();
    observer.disconnect();
  };
}

/** What a collection collected, as a number. */
function kindOf(entry: object): number {
  const detail = 'detail' in entry ? entry.detail : null;
  return typeof detail === 'object' && detail !== null && 'kind' in detail ? Number(detail.kind) : 0;
}
