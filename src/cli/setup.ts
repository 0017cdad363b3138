import { readSettingsFiles } from '../config/sources.ts';
import { runSetup } from '../setup/program.ts';

process.umask(0o077);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

process.exitCode = await runSetup({
  env: process.env,
  files: readSettingsFiles(process.env, process.execArgv),
  args: process.argv.slice(2),
  isAsking: process.stdin.isTTY && process.stdout.isTTY,
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  signal: stop.signal,
});
