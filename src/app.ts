import { type Closing, createClosing } from './app/cleanup.ts';
import { startBeat } from './app/interval.ts';
import { createParts, type Parts } from './app/parts.ts';
import { tellTrouble, tryKey, watchStore } from './app/watch.ts';
import type { Config } from './config.ts';
import { type Client, createClient } from './discord/gateway/client.ts';
import { registerCommands } from './discord/gateway/register-commands.ts';
import { createMany } from './discord/jobs/create-batch.ts';
import { createCounter } from './discord/jobs/create-job.ts';
import { createWelcome } from './discord/jobs/onboarding.ts';
import { createEncore } from './discord/jobs/repost.ts';
import { loadHandlers } from './discord/router/load-handlers.ts';
import { createDispatch } from './discord/router/router.ts';
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
  const closing = createClosing(log);
  try {
    await holdStore(config, log, closing);
    const parts = await createParts(config, log, closing, options.relayDeadlines);
    const port = await serve(config, log, parts, closing);
    const show = await parts.runner.resume();
    const client = await connect(options, parts, closing);
    show();
    log.info({ port }, 'Darkroom is ready');
    return { port, stop: keepGoing(config, log, parts, client, closing) };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function holdStore({ storeUrl, stopSeconds }: Config, log: Log, closing: Closing): Promise<void> {
  const lock = await lockStore(storeUrl, {
    waitMs: (stopSeconds + HANDOVER) * 1000,
    onWait: () => log.info({}, 'another Darkroom uses this store; waiting for it to stop'),
  });
  if (!lock) {
    throw new SetupError('Another Darkroom uses the same STORE_URL: stop it first, or give this one its own store.');
  }
  closing.add(lock.release);
}

/** Callbacks and health. */
async function serve(
  { port }: Config,
  log: Log,
  { secret, health, runner }: Parts,
  closing: Closing,
): Promise<number | null> {
  if (port === null) return null;
  const server = await startHttp({
    port,
    secret,
    health: health.read,
    log,
    onCallback(body) {
      const bell = decodeCallback(body);
      if (bell) runner.doorbell(bell.taskId, bell.state);
    },
  });
  closing.add(server.stop);
  return server.port;
}

/** From here on interactions arrive. */
async function connect({ config, log, commands, onFatal }: AppOptions, parts: Parts, closing: Closing) {
  const { board, clock, halt, health, offered, relay, rests, runner, sketches, store } = parts;
  const handlers = await loadHandlers(commands);
  const welcome = createWelcome({ store, log });
  const dispatch = createDispatch({
    handlers,
    counter: createCounter({
      runner,
      board,
      encore: createEncore({ board, store, clock }),
      welcome,
    }),
    many: createMany({ runner, welcome, log }),
    runner,
    board,
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
  closing.add(client.stop);
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
  closing: Closing,
): App['stop'] {
  const { address, board, halt, health, relay, runner, store, ticker } = parts;
  ticker.start();
  void tryKey(relay, address.origin, health, log, halt.signal);
  const beats = [
    startBeat(1, runner.tick, log),
    startBeat(1, async () => tellTrouble(runner, health, client), log),
    startBeat(10, () => watchStore(store, health), log),
    startBeat(3600, store.sweep, log),
  ];

  async function stop(): Promise<void> {
    log.info({}, 'stopping: nothing new is started');
    const patience = setTimeout(() => halt.abort(), stopSeconds * 1000);
    await Promise.all([ticker.stop(), runner.stop()]);
    clearTimeout(patience);
    await board.stop();
    await Promise.all(beats.map((beat) => beat.stop()));
    halt.abort();
    await closing.close();
    log.info({}, 'stopped');
  }

  let stopped: Promise<void> | null = null;
  return () => {
    stopped ??= stop();
    return stopped;
  };
}
