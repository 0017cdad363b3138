import { Counter, Gauge, Registry } from 'prom-client';
import type { Log } from '../domain/ports/log.ts';
import { createAnswers } from './answers.ts';
import { createDiscordRequests } from './discord-requests.ts';
import { createJobRecords } from './job-records.ts';
import { listen, type MetricsAddress } from './listener.ts';
import { watchProcess } from './process.ts';
import { createRelayCalls } from './relay-calls.ts';
import { watchState } from './state.ts';

export type MetricsParts = {
  readonly address: MetricsAddress;
  readonly version: string;
};

export type Metrics = Awaited<ReturnType<typeof startMetrics>>;

/**
 * Measures how the bot does, and tells it to Prometheus. It looks at the parts from outside: each is handed to it and comes back
 * as one that is measured. Rejects with a SetupError when it cannot listen at its address.
 */
export async function startMetrics({ address, version }: MetricsParts) {
  const registry = new Registry();
  const endProcess = watchProcess(registry);
  const info = new Gauge({
    name: 'darkroom_build_info',
    help: 'Which Darkroom this is, and which Node runs it; always 1.',
    labelNames: ['version', 'node'],
    registers: [registry],
  });
  info.set({ version, node: process.versions.node }, 1);
  const faults = new Counter({
    name: 'darkroom_faults_total',
    help: 'Faults of ours: errors in the log that are no alerts.',
    registers: [registry],
  });
  const answers = createAnswers(registry);
  const server = await listen(registry, address);

  return {
    relay: createRelayCalls(registry),
    jobs: createJobRecords(registry),
    requests: createDiscordRequests(registry, answers.answered),
    /** An interaction has come. */
    heard: answers.heard,
    /** The same log, whose faults are counted. */
    log: (log: Log): Log => ({
      debug: (facts, message) => log.debug(facts, message),
      info: (facts, message) => log.info(facts, message),
      warn: (facts, message) => log.warn(facts, message),
      error(facts, message) {
        if (!('alert' in facts)) faults.inc();
        log.error(facts, message);
      },
    }),
    /** From now on, what this tells is read at each scrape. */
    watch: (state: Parameters<typeof watchState>[1]) => watchState(registry, state),
    async stop(): Promise<void> {
      endProcess();
      await server.stop();
    },
  };
}
