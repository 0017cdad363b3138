import { flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Environment, SettingsFiles } from '../config/sources.ts';
import { type Config, ConfigError, configSecrets, openSettingsFiles, readConfig, settingsNotes } from '../config.ts';
import { SetupError, StoreError } from '../domain/failures/errors.ts';
import { createLog } from '../log.ts';
import { exitCodes, exitNow } from './exit.ts';

/** How long a stop may take before Darkroom is ready, in ms: nothing is in flight yet. */
const EARLY_STOP = 4_000;

/**
 * How much longer than STOP_SECONDS a stop may take, in ms: for what is told to end then. The next process waits longer than
 * that for the store.
 */
const STOP_MARGIN = 5_000;

/**
 * Runs Darkroom as this process, until `stop` is aborted. Resolves when it is ready. When it cannot run as it is set up, it
 * says why in the operator's words and ends the process. Wrong settings are told before the rest of the program is loaded.
 */
export async function run(env: Environment, files: SettingsFiles, stop: AbortSignal): Promise<void> {
  const config = configure(env, files);
  const log = createLog({
    level: config.logLevel,
    format: config.logFormat,
    secrets: configSecrets(config),
  });

  for (const sentence of settingsNotes(env, files)) log.warn({}, sentence);
  for (const { path } of openSettingsFiles(files)) {
    log.warn({}, `other users of this computer can read ${path}, which holds your secrets: run "chmod 600 ${path}"`);
  }

  process.on('uncaughtException', (error) => {
    log.error({ error }, 'a fault of ours; every job is written down and goes on after the restart');
    exitNow(exitCodes.fault);
  });

  const { start } = await import('../app.ts');
  // Written at once, because a process that is killed would never write it. The first time this takes a while, so it comes
  // before anybody waits for an answer.
  flushCompileCache();

  let patience = EARLY_STOP;
  whenAborted(stop, () => {
    setTimeout(() => {
      log.error({}, 'something hangs and keeps the process from stopping; it ends all the same');
      exitNow(exitCodes.stopped);
    }, patience);
  });

  try {
    const app = await start({
      config,
      log,
      commands: fileURLToPath(new URL('../../commands', import.meta.url)),
      signal: stop,
      onFatal: giveUp,
    });
    patience = config.stopSeconds * 1000 + STOP_MARGIN;
    whenAborted(stop, () => void app.stop().then(() => exitNow(exitCodes.stopped)));
  } catch (error) {
    if (stop.aborted) exitNow(exitCodes.stopped);
    if (error instanceof SetupError || error instanceof StoreError) giveUp(error);
    throw error;
  }
}

function whenAborted(signal: AbortSignal, work: () => void): void {
  if (signal.aborted) work();
  else signal.addEventListener('abort', work, { once: true });
}

function configure(env: Environment, files: SettingsFiles): Config {
  try {
    return readConfig(env, files);
  } catch (error) {
    if (error instanceof ConfigError) giveUp(error);
    throw error;
  }
}

function giveUp(error: ConfigError | SetupError | StoreError): never {
  process.stderr.write(`${error.message}\n`);
  // Nobody who could answer its questions reads this anywhere else.
  if (error instanceof ConfigError && error.isIncomplete && process.stdin.isTTY && process.stderr.isTTY) {
    process.stderr.write('Run "npm run setup": it asks for what is missing, and tries it.\n');
  }
  const needsPerson = error instanceof ConfigError || (error instanceof SetupError && error.needsPerson);
  exitNow(needsPerson ? exitCodes.needsPerson : exitCodes.fault);
}
