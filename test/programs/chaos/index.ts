import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { runChaos } from './run.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2));
const { jobs, members, kills, seed, relays, processes, store } = options;
say(
  `chaos: ${jobs} jobs by ${members} members, ${relays} ${relays === 1 ? 'relay' : 'relays'}, ${processes} processes on ${store}, ${kills} ${processes === 1 ? 'deaths' : 'mishaps'}, seed ${seed}`,
);
const { wrongs, log, dossier, ...counts } = await runChaos(options);
say(
  Object.entries(counts)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', '),
);
if (wrongs.length === 0) {
  say(`seed ${options.seed} passes`);
} else {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-chaos-log-'));
  await writeFile(join(folder, 'bots.log'), log.join('\n'));
  await writeFile(join(folder, 'dossier.txt'), dossier);
  for (const wrong of wrongs.slice(0, 50)) say(`- ${wrong.slice(0, 300)}`);
  say(
    `seed ${options.seed} fails with ${wrongs.length} contradictions; the bots' log and what is known of them are in ${folder}`,
  );
  process.exitCode = 1;
}
