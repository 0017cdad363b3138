import type { Config } from '../config.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { version } from '../version.ts';
import { closeSoon } from './close-soon.ts';

/** Through these everything passes that is measured. They change nothing. */
export type Instruments = Pick<Metrics, 'log' | 'relay' | 'jobs' | 'requests' | 'heard' | 'watch'>;

/** Measures nothing. */
export const unmeasured: Instruments = {
  log: (log) => log,
  relay: (_, relay) => relay,
  jobs: (jobs) => jobs,
  requests: (request) => request,
  heard: () => {},
  watch: () => {},
};

/** Measures if METRICS says where that is to be told. Only then is loaded what it takes. Throws SetupError. */
export async function openInstruments(
  { metrics }: Pick<Config, 'metrics'>,
  opened: AsyncDisposableStack,
): Promise<Instruments> {
  if (metrics === null) return unmeasured;
  const { startMetrics } = await import('../metrics/metrics.ts');
  const started = await startMetrics({ address: metrics, version });
  opened.defer(closeSoon('the metrics', started.stop));
  return started;
}
