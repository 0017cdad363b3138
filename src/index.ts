import { fileURLToPath } from 'node:url';
import { start } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { SetupError, StoreError } from './domain/failures/errors.ts';
import { createLog } from './log.ts';

/** Says why it cannot run, in the operator's words. */
function give(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function configure(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) give(error.message);
    throw error;
  }
}

const config = configure();
const log = createLog({ level: config.logLevel, secrets: [config.discordToken, config.relayKey] });

process.on('uncaughtException', (error) => {
  log.error({ error }, 'a fault of ours; every job is written down and goes on after the restart');
  process.exit(1);
});

try {
  const app = await start({
    config,
    log,
    commands: fileURLToPath(new URL('../commands', import.meta.url)),
    onFatal: ({ message }) => give(message),
  });
  const stop = () => void app.stop().then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
} catch (error) {
  if (error instanceof SetupError || error instanceof StoreError) give(error.message);
  throw error;
}
