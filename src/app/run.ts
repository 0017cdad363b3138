import { flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError, ignoredNames, readConfig } from '../config.ts';
import { SetupError, StoreError } from '../domain/failures/errors.ts';
import { createLog } from '../log.ts';
import { exitNow } from './exit.ts';

/**
 * How much longer than STOP_SECONDS a stop may take, in ms: for what is told to end then. The next process waits longer than
 * that for the store.
 */
const STOP_MARGIN = 5_000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs Darkroom as this process, until a signal stops it. Resolves when it is ready. When it cannot run as it is set up, it
 * says why in the operator's words and ends the process. Wrong settings are told before the rest of the program is loaded.
 */
export async function run(env: Environment): Promise<void> {
  const config = configure(env);
  const log = createLog({ level: config.logLevel, secrets: [config.discordToken, config.relayKey] });

  for (const sentence of ignoredNames(env)) log.warn({}, sentence);

  process.on('uncaughtException', (error) => {
    log.error({ error }, 'a fault of ours; every job is written down and goes on after the restart');
    exitNow(1);
  });

  const { start } = await import('../app.ts');
  // Written at once, because a process that is killed would never write it. The first time this takes a while, so it comes
  // before anybody waits for an answer.
  flushCompileCache();

  try {
    const app = await start({
      config,
      log,
      commands: fileURLToPath(new URL('../../commands', import.meta.url)),
      onFatal: ({ message }) => giveUp(message),
    });
    const stop = () => {
      setTimeout(
        () => {
          log.error({}, 'something hangs and keeps the process from stopping; it ends all the same');
          exitNow(0);
        },
        config.stopSeconds * 1000 + STOP_MARGIN,
      );
      void app.stop().then(() => exitNow(0));
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  } catch (error) {
    if (error instanceof SetupError || error instanceof StoreError) giveUp(error.message);
    throw error;
  }
}

function configure(env: Environment): Config {
  try {
    return readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) giveUp(error.message);
    throw error;
  }
}

function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
