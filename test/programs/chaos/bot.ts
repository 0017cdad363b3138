import { fileURLToPath } from 'node:url';
import { start } from '../../../src/app.ts';
import { configSecrets, readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';
import { watchStalls } from './stalls.ts';

/** The bot as `src/index.ts` runs it, with less patience, so that a relay that hangs costs seconds and not minutes. */
const relayDeadlines = { submit: 3_000, fetch: 2_000, list: 2_000 };

const config = readConfig(process.env);
const log = createLog({ level: config.logLevel, secrets: configSecrets(config) });

process.on('uncaughtException', (error) => {
  log.error({ error }, 'a fault of ours; every job is written down and goes on after the restart');
  process.exit(1);
});

// What the machine kept from this process is not the bot's fault, so whoever watches is told of it.
watchStalls((stall) => void process.stdout.write(`${JSON.stringify({ stall })}\n`), { exceptOwnWork: true });

const app = await start({
  config,
  log,
  commands: fileURLToPath(new URL('../../../commands', import.meta.url)),
  relayDeadlines,
  onFatal({ message }) {
    log.error({ message }, 'it cannot go on');
    process.exit(1);
  },
});
// Nobody outlives the run.
process.stdin.resume().once('close', () => process.exit(1));
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
