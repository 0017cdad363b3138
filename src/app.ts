import { closeAll } from './app/close-all.ts';
import { closeSoon } from './app/close-soon.ts';
import { clusterHash } from './app/cluster-address.ts';
import { type Connection, type ConnectOptions, connect } from './app/connect.ts';
import { createDiskWatch } from './app/disk-watch.ts';
import { openInstruments } from './app/instruments.ts';
import { startInterval } from './app/interval.ts';
import { createParts, type Parts } from './app/parts.ts';
import { REPORT_PAUSE } from './app/process-list.ts';
import { processLog } from './app/process-log.ts';
import { readyLine } from './app/ready-line.ts';
import { createReconciling } from './app/reconciling.ts';
import { createKeyErasure } from './app/server-keys.ts';
import { checkStore, createSweep, createTroubleReport } from './app/watch.ts';
import { watchParts } from './app/watch-parts.ts';
import { BALANCE_PAUSE, watchSetup } from './app/watch-setup.ts';
import type { Config } from './config.ts';
import { taskKey } from './domain/job/task-key.ts';
import type { Log } from './domain/ports/log.ts';
import { livezProof } from './http/livez-proof.ts';
import { notifySecret } from './http/notify-address.ts';
import { randomId } from './lib/random-id.ts';
import { endsWithin, unlessAborted } from './lib/timeout.ts';
import type { RelayDeadlines } from './relay/client.ts';
import { decodeCallback } from './relay/tasks/callback.ts';
import { refuseForeign } from './store/backends/foreign-file.ts';
import { version } from './version.ts';

/** A running Darkroom. */
export type App = {
  /** The port of the HTTP server, null without one. */
  readonly port: number | null;
  /**
   * Starts nothing new, waits for what is in flight, for STOP_SECONDS at most, then closes everything. Whatever hangs, it
   * resolves some seconds later. May be called twice.
   */
  stop(): Promise<void>;
};

export type AppOptions = ConnectOptions & {
  /** Aborted when Darkroom is to stop before it is ready: the start then rejects soon. Afterwards it does nothing. */
  readonly signal?: AbortSignal;
  /** How long requests to the relay may take, in ms, where that differs from the usual. */
  readonly relayDeadlines?: RelayDeadlines;
};

/**
 * How long messages in flight, and whatever was interrupted when STOP_SECONDS were over, may take until their last writes,
 * in ms.
 */
const LAST_STEPS = 2_000;

/** The time between two sweeps of what is of use for minutes only, in seconds. */
const BRIEF_PAUSE = 300;

/** Makes the parts, connects them and starts them. Throws SetupError or StoreError when it cannot run the way it is set up. */
export async function start(options: AppOptions): Promise<App> {
  const { config, signal = new AbortController().signal } = options;
  const opened = new AsyncDisposableStack();
  let { log } = options;
  try {
    await refuseForeign(config.storeUrl);
    const instruments = await openInstruments(config, opened);
    const id = randomId();
    log = instruments.log(processLog(log, id));
    const parts = await createParts({
      config,
      id,
      log,
      opened,
      instruments,
      signal,
      deadlines: options.relayDeadlines,
    });
    // What still waits for something when a start fails must not keep the rest open.
    opened.defer(() => parts.halt.abort());
    await parts.processes.join();
    opened.defer(closeSoon('the list of processes', parts.processes.leave));
    const { report, reconcile } = createReconciling(parts.engine, parts.processes, parts.clock);
    // A start may wait longer for its turn to log in than a silent process counts as alive.
    const reporting = startInterval(REPORT_PAUSE, report, log);
    opened.defer(closeSoon('telling the other processes', reporting.stop));
    const port = await serve(config, log, parts, opened);
    opened.defer(closeSoon('leading', parts.cluster.leadership.leave));
    await unlessAborted(signal, parts.leading.begin);
    watchParts(instruments, config, parts);
    const connection = await connect({ ...options, log }, parts, opened, instruments, signal);
    parts.leading.connected();
    log.info(
      { version, port },
      readyLine({
        version,
        bot: connection.client.self(),
        settings: config,
        relays: parts.relays.map(({ address }) => address.base),
        proxy: parts.proxy.host,
      }),
    );
    return { port, stop: keepRunning(config, log, parts, { ...connection, reconcile }, opened) };
  } catch (error) {
    await closeAll(opened, log);
    throw error;
  }
}

/** Listens for the relay's callbacks and for health checks, when there is a port for them. */
async function serve(
  { port, discordToken, storeUrl }: Config,
  log: Log,
  { relays, health, liveness, engine, leading, processes }: Parts,
  opened: AsyncDisposableStack,
): Promise<number | null> {
  if (port === null) return null;
  const { startHttp } = await import('./http/server.ts');
  const server = await startHttp({
    port,
    secrets: new Map(relays.map(({ config: { name } }) => [name, notifySecret(discordToken, name)])),
    health: health.read,
    ailment: liveness.read,
    prove: (nonce) => livezProof(discordToken, nonce),
    cluster: {
      id: clusterHash(discordToken, storeUrl),
      state: () => ({ leader: leading.isLeading(), processes: processes.count() }),
    },
    log,
    onCallback(body, relay) {
      const callback = decodeCallback(body);
      if (callback) engine.doorbell(taskKey(relay, callback.taskId), callback.state);
    },
  });
  opened.defer(closeSoon('the HTTP server', server.stop));
  return server.port;
}

/** Starts the pollers and everything else that repeats. The returned function stops Darkroom; calling it again waits for the same stop. */
function keepRunning(
  config: Config,
  log: Log,
  parts: Parts,
  { client, retire, answered, reconcile }: Connection & { readonly reconcile: () => Promise<void> },
  opened: AsyncDisposableStack,
): App['stop'] {
  const { alerts, clock, cluster, presenter, halt, health, leading, liveness, engine, store, pollers } = parts;
  for (const poller of pollers) poller.start();
  const deliveries = cluster.deliveries?.work(engine.deliver);
  const setup = watchSetup(config, log, parts);
  const reportTrouble = createTroubleReport({
    engine,
    relays: parts.relays.map(({ config: { name } }) => name),
    health,
    alerts,
    clock,
    client,
    isLeading: leading.isLeading,
  });
  const sweep = createSweep(clock, store);
  /** Work that one process does for all. */
  const whileLeading = (work: () => Promise<void>) => async () => {
    if (leading.isLeading()) await work();
  };
  const intervals = [
    startInterval(
      1,
      async () => {
        await engine.tick();
        liveness.ticked();
      },
      log,
    ),
    startInterval(1, async () => reportTrouble(), log),
    startInterval(REPORT_PAUSE, reconcile, log),
    startInterval(1, alerts.tick, log),
    startInterval(10, () => checkStore(store, health, alerts, liveness), log),
    startInterval(60, createDiskWatch(config.storeUrl, alerts), log),
    startInterval(1, whileLeading(sweep), log),
    startInterval(10, whileLeading(createKeyErasure(store.keys, engine, clock)), log),
    startInterval(BRIEF_PAUSE, whileLeading(store.sweepBrief), log),
    startInterval(BALANCE_PAUSE, whileLeading(setup.checkBalance), log),
  ];

  async function stop(): Promise<void> {
    log.info({}, 'stopping: nothing new is started');
    liveness.stop();
    retire();
    const handed = deliveries?.stop();
    const idle = Promise.all([
      cluster.leadership.leave(),
      answered().then(engine.stop),
      ...pollers.map((poller) => poller.stop()),
      handed,
    ]);
    if (!(await ended('what is in flight', idle, config.stopSeconds * 1000))) halt.abort();
    // Nothing comes any more; what came last may still have to be answered here.
    const heard = client.stop().then(answered);
    const last = [idle, heard, presenter.stop(), ...intervals.map((interval) => interval.stop())];
    await ended('what was told to end', Promise.allSettled(last), LAST_STEPS);
    halt.abort();
    await closeAll(opened, log);
    log.info({}, 'stopped');
  }

  /** Waits until this has ended, somehow, or so many ms have passed: whether it has. */
  async function ended(what: string, work: Promise<unknown>, ms: number): Promise<boolean> {
    try {
      const hasEnded = await endsWithin(ms, work);
      if (!hasEnded) log.info({ ms }, `${what} takes too long and is interrupted`);
      return hasEnded;
    } catch (error) {
      log.warn({ error }, 'a part did not stop cleanly');
      return true;
    }
  }

  let stopping: Promise<void> | null = null;
  return () => {
    stopping ??= stop();
    return stopping;
  };
}
