import { closeAll } from './app/close-all.ts';
import { closeSoon } from './app/close-soon.ts';
import { type ConnectOptions, connect } from './app/connect.ts';
import { createDiskWatch } from './app/disk-watch.ts';
import { openInstruments } from './app/instruments.ts';
import { startInterval } from './app/interval.ts';
import { createParts, type Parts } from './app/parts.ts';
import { readyLine } from './app/ready-line.ts';
import { checkStore, createSweep, createTroubleReport } from './app/watch.ts';
import { watchParts } from './app/watch-parts.ts';
import { BALANCE_PAUSE, watchSetup } from './app/watch-setup.ts';
import type { Config } from './config.ts';
import type { Client } from './discord/gateway/client.ts';
import { SetupError } from './domain/failures/errors.ts';
import type { Log } from './domain/ports/log.ts';
import { livezProof } from './http/livez-proof.ts';
import { endsWithin, unlessAborted } from './lib/timeout.ts';
import type { RelayDeadlines } from './relay/client.ts';
import { decodeCallback } from './relay/tasks/callback.ts';
import { refuseForeign } from './store/backends/foreign-file.ts';
import { lockStore } from './store/backends/lock.ts';
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

/** How long a start waits to hear whether the relay lets us look at tasks, in ms. Until then no job is taken up. */
const FIRST_LOOK = 3_000;

/** How much longer a process waits for the store than another one may take to stop, in seconds. */
const TAKEOVER_MARGIN = 10;

/** Makes the parts, connects them and starts them. Throws SetupError or StoreError when it cannot run the way it is set up. */
export async function start(options: AppOptions): Promise<App> {
  const { config, signal = new AbortController().signal } = options;
  const opened = new AsyncDisposableStack();
  let { log } = options;
  try {
    await holdStore(config, log, opened, signal);
    const instruments = await openInstruments(config, opened);
    log = instruments.log(log);
    const parts = await createParts(config, log, opened, instruments, options.relayDeadlines);
    // What still waits for something when a start fails must not keep the rest open.
    opened.defer(() => parts.halt.abort());
    const port = await serve(config, log, parts, opened);
    await unlessAborted(signal, () => endsWithin(FIRST_LOOK, parts.engine.look()));
    const showResumed = await parts.engine.resume();
    watchParts(instruments, config, parts);
    const client = await connect({ ...options, log }, parts, opened, instruments, signal);
    showResumed();
    log.info(
      { version, port },
      readyLine({ version, bot: client.self(), settings: config, relay: parts.address.base, proxy: parts.proxy.host }),
    );
    return { port, stop: keepRunning(config, log, parts, client, opened) };
  } catch (error) {
    await closeAll(opened, log);
    throw error;
  }
}

async function holdStore(
  { storeUrl, stopSeconds }: Config,
  log: Log,
  opened: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<void> {
  await refuseForeign(storeUrl);
  const lock = await lockStore(storeUrl, {
    waitMs: (stopSeconds + TAKEOVER_MARGIN) * 1000,
    signal,
    onWait: () => log.info({}, 'another Darkroom uses this store; waiting for it to stop'),
  });
  if (!lock) {
    throw new SetupError('Another Darkroom uses the same STORE_URL: stop it first, or give this one its own store.', {
      needsPerson: false,
    });
  }
  opened.defer(closeSoon('the lock of the store', lock.release));
}

/** Listens for the relay's callbacks and for health checks, when there is a port for them. */
async function serve(
  { port, discordToken }: Config,
  log: Log,
  { secret, health, liveness, engine }: Parts,
  opened: AsyncDisposableStack,
): Promise<number | null> {
  if (port === null) return null;
  const { startHttp } = await import('./http/server.ts');
  const server = await startHttp({
    port,
    secret,
    health: health.read,
    ailment: liveness.read,
    prove: (nonce) => livezProof(discordToken, nonce),
    log,
    onCallback(body) {
      const callback = decodeCallback(body);
      if (callback) engine.doorbell(callback.taskId, callback.state);
    },
  });
  opened.defer(closeSoon('the HTTP server', server.stop));
  return server.port;
}

/** Starts the poller and everything else that repeats. The returned function stops Darkroom; calling it again waits for the same stop. */
function keepRunning(
  config: Config,
  log: Log,
  parts: Parts,
  client: Pick<Client, 'announce'>,
  opened: AsyncDisposableStack,
): App['stop'] {
  const { alerts, clock, presenter, halt, health, liveness, engine, store, poller } = parts;
  poller.start();
  const setup = watchSetup(config, log, parts);
  const reportTrouble = createTroubleReport(engine, health, alerts, clock, client);
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
    startInterval(1, alerts.tick, log),
    startInterval(10, () => checkStore(store, health, alerts, liveness), log),
    startInterval(60, createDiskWatch(config.storeUrl, alerts), log),
    startInterval(1, createSweep(clock, store), log),
    startInterval(BALANCE_PAUSE, setup.checkBalance, log),
  ];

  async function stop(): Promise<void> {
    log.info({}, 'stopping: nothing new is started');
    liveness.stop();
    const idle = Promise.all([poller.stop(), engine.stop()]);
    if (!(await ended('what is in flight', idle, config.stopSeconds * 1000))) halt.abort();
    const last = [idle, presenter.stop(), ...intervals.map((interval) => interval.stop())];
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
