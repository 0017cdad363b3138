import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { runChaos } from './run.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2));
say(`chaos: ${options.jobs} jobs by ${options.members} members, ${options.kills} deaths, seed ${options.seed}`);
const { wrongs, log, ...counts } = await runChaos(options);
say(
  Object.entries(counts)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', '),
);
if (wrongs.length === 0) {
  say(`seed ${options.seed} passes`);
} else {
  const file = join(await mkdtemp(join(tmpdir(), 'darkroom-chaos-log-')), 'bots.log');
  await writeFile(file, log.join('\n'));
  for (const wrong of wrongs.slice(0, 50)) say(`- ${wrong.slice(0, 600)}`);
  say(`seed ${options.seed} fails with ${wrongs.length} contradictions; the bots' log is in ${file}`);
  process.exitCode = 1;
}
