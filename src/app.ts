import { type Cleanup, createCleanup } from './app/cleanup.ts';
import { startInterval } from './app/interval.ts';
import { createParts, type Parts } from './app/parts.ts';
import { tellTrouble, tryKey, watchStore } from './app/watch.ts';
import type { Config } from './config.ts';
import { type Client, createClient } from './discord/gateway/client.ts';
import { registerCommands } from './discord/gateway/register-commands.ts';
import { createBatchCreator } from './discord/jobs/create-batch.ts';
import { createJobCreator } from './discord/jobs/create-job.ts';
import { createOnboarding } from './discord/jobs/onboarding.ts';
import { createRepost } from './discord/jobs/repost.ts';
import { loadHandlers } from './discord/router/load-handlers.ts';
import { createRouter } from './discord/router/router.ts';
import { SetupError, UserError } from './domain/failures/errors.ts';
import type { Log } from './domain/ports.ts';
import { startHttp } from './http/server.ts';
import type { RelayDeadlines } from './relay/client.ts';
import { decodeCallback } from './relay/tasks/callback.ts';
import { lockStore } from './store/backends/lock.ts';

/** A running Darkroom. */
export type App = {
  /** The port of the HTTP server, null without one. */
  readonly port: number | null;
  /** Starts nothing new, waits for what is in flight, lets go of everything. Safe to call twice. */
  stop(): Promise<void>;
};

export type AppOptions = {
  readonly config: Config;
  readonly log: Log;
  /** Absolute path of the folder with the handlers. */
  readonly commands: string;
  /** Told when it cannot go on as it was set up. */
  readonly onFatal: (error: SetupError) => void;
  /** How long requests to the relay may take, in ms, where they may not take as long as usual. */
  readonly relayDeadlines?: RelayDeadlines;
};

/** A process that takes over waits this much longer than the other one may take to stop, in seconds. */
const HANDOVER = 10;
/** How long a suggestion may wait for the relay, in ms: Discord gives it three seconds. */
const SUGGESTION = 2_000;

/** Puts the parts together and starts them. Throws SetupError or StoreError when it cannot run as it is set up. */
export async function start(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const cleanup = createCleanup(log);
  try {
    await holdStore(config, log, cleanup);
    const parts = await createParts(config, log, cleanup, options.relayDeadlines);
    const port = await serve(config, log, parts, cleanup);
    const show = await parts.engine.resume();
    const client = await connect(options, parts, cleanup);
    show();
    log.info({ port }, 'Darkroom is ready');
    return { port, stop: keepGoing(config, log, parts, client, cleanup) };
  } catch (error) {
    await cleanup.close();
    throw error;
  }
}

async function holdStore({ storeUrl, stopSeconds }: Config, log: Log, cleanup: Cleanup): Promise<void> {
  const lock = await lockStore(storeUrl, {
    waitMs: (stopSeconds + HANDOVER) * 1000,
    onWait: () => log.info({}, 'another Darkroom uses this store; waiting for it to stop'),
  });
  if (!lock) {
    throw new SetupError('Another Darkroom uses the same STORE_URL: stop it first, or give this one its own store.');
  }
  cleanup.add(lock.release);
}

/** Callbacks and health. */
async function serve(
  { port }: Config,
  log: Log,
  { secret, health, engine }: Parts,
  cleanup: Cleanup,
): Promise<number | null> {
  if (port === null) return null;
  const server = await startHttp({
    port,
    secret,
    health: health.read,
    log,
    onCallback(body) {
      const bell = decodeCallback(body);
      if (bell) engine.doorbell(bell.taskId, bell.state);
    },
  });
  cleanup.add(server.stop);
  return server.port;
}

/** From here on interactions arrive. */
async function connect({ config, log, commands, onFatal }: AppOptions, parts: Parts, cleanup: Cleanup) {
  const { presenter, clock, halt, health, offered, relay, rests, engine, sketches, store } = parts;
  const handlers = await loadHandlers(commands);
  const onboard = createOnboarding({ store, log });
  const dispatch = createRouter({
    handlers,
    jobCreator: createJobCreator({
      engine,
      presenter,
      repost: createRepost({ presenter, store, clock }),
      onboard,
    }),
    batchCreator: createBatchCreator({ engine, onboard, log }),
    engine,
    presenter,
    offered,
    pictures: { region: (urls, choice) => sketches.region(urls, choice, halt.signal) },
    seed: (taskId) => relay.seed(taskId, halt.signal),
    task: (taskId) => relay.fetch(taskId, AbortSignal.timeout(SUGGESTION)).catch(() => null),
    found: (taskId) =>
      relay.fetch(taskId, halt.signal).catch((cause: unknown) => {
        log.info({ cause }, 'a task could not be asked after');
        throw new UserError({ kind: 'unreachable' });
      }),
    store,
    rests,
    access: { guilds: config.allowedGuilds, users: config.allowedUsers },
    log,
    stop: halt.signal,
  });
  const client = createClient({
    apiUrl: config.discordApiUrl,
    log,
    onInteraction: (interaction) => void dispatch(interaction),
    onGateway: (connected, reason) => health.report('gateway', connected, reason),
    onRefused: onFatal,
  });
  cleanup.add(client.stop);
  const applicationId = await client.login(config.discordToken);
  await registerCommands(rests.bot, applicationId, handlers.data, log);
  return client;
}

/** Starts what repeats; the returned function stops it all, once. */
function keepGoing(
  { stopSeconds }: Config,
  log: Log,
  parts: Parts,
  client: Pick<Client, 'announce'>,
  cleanup: Cleanup,
): App['stop'] {
  const { address, presenter, halt, health, relay, engine, store, poller } = parts;
  poller.start();
  void tryKey(relay, address.origin, health, log, halt.signal);
  const intervals = [
    startInterval(1, engine.tick, log),
    startInterval(1, async () => tellTrouble(engine, health, client), log),
    startInterval(10, () => watchStore(store, health), log),
    startInterval(3600, store.sweep, log),
  ];

  async function stop(): Promise<void> {
    log.info({}, 'stopping: nothing new is started');
    const patience = setTimeout(() => halt.abort(), stopSeconds * 1000);
    await Promise.all([poller.stop(), engine.stop()]);
    clearTimeout(patience);
    await presenter.stop();
    await Promise.all(intervals.map((interval) => interval.stop()));
    halt.abort();
    await cleanup.close();
    log.info({}, 'stopped');
  }

  let stopped: Promise<void> | null = null;
  return () => {
    stopped ??= stop();
    return stopped;
  };
}
