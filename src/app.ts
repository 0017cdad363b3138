import { setMaxListeners } from 'node:events';
import { startBeat } from './beat.ts';
import type { Config } from './config.ts';
import { createBoard } from './discord/board.ts';
import { createClient } from './discord/client.ts';
import { createCounter } from './discord/counter.ts';
import { createDispatch } from './discord/dispatch.ts';
import { loadHandlers } from './discord/handlers.ts';
import { registerCommands } from './discord/registration.ts';
import { createRests } from './discord/rest.ts';
import { RelayError, SetupError } from './domain/errors.ts';
import type { Log, Relay } from './domain/ports.ts';
import { createRunner } from './domain/runner.ts';
import { createHealth } from './http/health.ts';
import { notifyAddress, notifySecret } from './http/secret.ts';
import { type HttpServer, startHttp } from './http/server.ts';
import { toDataUrl } from './pictures/data-url.ts';
import { createFetcher } from './pictures/fetcher.ts';
import { relayAddress } from './relay/address.ts';
import { decodeCallback } from './relay/callback.ts';
import { createRelay } from './relay/client.ts';
import { createTicker } from './relay/ticker.ts';
import { lockStore } from './store/lock.ts';
import { openStore } from './store/store.ts';

/** A running Darkroom. */
export type App = {
  /** The port of the HTTP server, null without one. */
  readonly port: number | null;
  /** Takes no more interactions, waits for what is in flight, lets go of everything. Safe to call twice. */
  stop(): Promise<void>;
};

export type AppParts = {
  readonly config: Config;
  readonly log: Log;
  /** Absolute path of the folder with the handlers. */
  readonly commands: string;
  /** Told when it cannot go on as it was set up. */
  readonly onFatal: (error: SetupError) => void;
};

const clock = { now: () => Date.now() };
const MINUTE = 60_000;
/** How long a stop waits for final messages on their way, in ms. */
const LAST_WORDS = 5_000;
/** How long a suggestion may wait for the relay: Discord gives it three seconds. */
const SUGGESTION = 2_000;

/** Puts the parts together and starts them. Throws SetupError when it cannot run as it is set up. */
export async function start({ config, log, commands, onFatal }: AppParts): Promise<App> {
  const lock = await lockStore(config.storeUrl, {
    waitMs: (config.stopSeconds + 10) * 1000,
    onWait: () => log.info({}, 'another Darkroom uses this store; waiting for it to stop'),
  });
  if (!lock) {
    throw new SetupError('Another Darkroom uses the same STORE_URL: stop it first, or give this one its own store.');
  }
  const closers: (() => Promise<unknown> | unknown)[] = [() => lock.release()];
  const closing = async () => {
    for (const close of closers.splice(0).reverse()) {
      await Promise.resolve()
        .then(close)
        .catch((error: unknown) => log.warn({ error }, 'a part did not stop cleanly'));
    }
  };

  try {
    return await assemble();
  } catch (error) {
    await closing();
    throw error;
  }

  async function assemble(): Promise<App> {
    const halt = new AbortController();
    setMaxListeners(0, halt.signal);
    const health = createHealth({ clock });
    health.report('gateway', false, 'starting');

    const store = await openStore({ url: config.storeUrl, log });
    closers.push(() => store.close());

    const address = relayAddress(config.relay.url, config.relay.mode);
    const media = createFetcher({ trustedOrigins: [address.origin, new URL(config.discordApiUrl).origin], log });
    closers.push(() => media.close());

    const secret = notifySecret(config.discordToken);
    const relay = createRelay({
      address,
      auth: config.relay.auth,
      key: config.relayKey,
      notifyHook: config.publicUrl ? notifyAddress(config.publicUrl, secret) : '',
      async readPicture(url, signal) {
        const picture = await media.fetch(url, signal);
        return typeof picture === 'string' ? picture : toDataUrl(picture);
      },
      log,
    });
    closers.push(() => relay.close());

    const rests = createRests({ apiUrl: config.discordApiUrl, botToken: config.discordToken });
    closers.push(() => rests.close());
    const board = createBoard({
      rests,
      media,
      imageDelivery: config.imageDelivery,
      progressSeconds: config.progressSeconds,
      clock,
      log,
      stopMs: LAST_WORDS,
    });

    const runner = createRunner({
      relay,
      store,
      board,
      clock,
      log,
      limits: {
        concurrency: config.concurrency,
        memberMaxWaiting: config.memberMaxWaiting,
        deadline: config.deadlineMinutes * MINUTE,
      },
      signal: halt.signal,
      wake: () => ticker.wake(),
    });
    const ticker = createTicker({
      list: watched(relay.list),
      due: runner.due,
      seen: runner.seen,
      seconds: config.pollSeconds,
      log,
    });

    function watched(list: Relay['list']): Relay['list'] {
      return async (ids, signal) => {
        try {
          const listing = await list(ids, signal);
          health.report('relay', true);
          return listing;
        } catch (error) {
          if (!signal.aborted) health.report('relay', false, 'tasks cannot be listed');
          throw error;
        }
      };
    }

    const http = config.port === null ? null : await serve(config.port);
    async function serve(port: number): Promise<HttpServer> {
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
      closers.push(() => server.stop());
      return server;
    }

    const handlers = await loadHandlers(commands);
    const dispatch = createDispatch({
      handlers,
      counter: createCounter({ runner, board, clock }),
      runner,
      task: (taskId) => relay.fetch(taskId, AbortSignal.timeout(SUGGESTION)).catch(() => null),
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

    await runner.resume();
    closers.push(() => client.stop());
    const applicationId = await client.login(config.discordToken);
    await registerCommands(
      rests.bot,
      applicationId,
      handlers.commands.map(({ data }) => data),
      log,
    );
    ticker.start();
    void probe();
    const beats = [startBeat(1, runner.tick, log), startBeat(10, checkStore, log), startBeat(3600, store.sweep, log)];
    log.info({ commands: handlers.commands.length, port: http?.port ?? null }, 'Darkroom is ready');

    async function checkStore(): Promise<void> {
      await store.check().then(
        () => health.report('store', true),
        () => health.report('store', false, 'cannot be written or read'),
      );
    }

    /** A key that the relay refuses is told at once, not by the first member's picture. */
    async function probe(): Promise<void> {
      try {
        await relay.fetch('0', halt.signal);
      } catch (error) {
        if (!(error instanceof RelayError) || (error.status !== 401 && error.status !== 403)) return;
        health.report('relay', false, 'the key is refused');
        log.error(
          { status: error.status },
          `RELAY_API_KEY was refused by ${address.origin}: check the key and its quota.`,
        );
      }
    }

    let stopped: Promise<void> | null = null;
    async function stop(): Promise<void> {
      log.info({}, 'stopping: no new pictures are started');
      const patience = setTimeout(() => halt.abort(), config.stopSeconds * 1000);
      await ticker.stop();
      await runner.stop();
      clearTimeout(patience);
      await board.stop();
      await Promise.all(beats.map((beat) => beat.stop()));
      halt.abort();
      await closing();
      log.info({}, 'stopped');
    }

    return {
      port: http?.port ?? null,
      stop() {
        stopped ??= stop();
        return stopped;
      },
    };
  }
}
