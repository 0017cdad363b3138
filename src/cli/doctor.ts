import { fileURLToPath } from 'node:url';
import { readSettingsFiles } from '../config/sources.ts';
import { runDoctor } from '../doctor/program.ts';

process.umask(0o077);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

process.exitCode = await runDoctor({
  env: process.env,
  files: readSettingsFiles(process.env, process.execArgv),
  nodeVersion: process.versions.node,
  commands: fileURLToPath(new URL('../../commands', import.meta.url)),
  args: process.argv.slice(2),
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  signal: stop.signal,
});
