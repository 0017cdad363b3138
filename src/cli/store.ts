import { readSettingsFiles } from '../config/sources.ts';
import { ConfigError, readStoreConfig } from '../config.ts';
import { helpFor } from '../store/archive/task.ts';
import { runStoreTool } from '../store/archive/tool.ts';

// What is written from here on, a backup or an export, is for its owner only.
process.umask(0o077);
const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
const args = process.argv.slice(2);
const help = helpFor(args);

try {
  if (help !== null) say(help);
  else {
    const config = readStoreConfig(process.env, readSettingsFiles(process.env, process.execArgv));
    process.exitCode = await runStoreTool({ ...config, args, say });
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
