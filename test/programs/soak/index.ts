import { readOptions } from './options.ts';
import { soak } from './run.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2));
say(
  `soak: ${options.results} results, ${options.pictures} with pictures, ${options.guilds} servers, ${options.members} members`,
);
const from = performance.now();
const { counts, wrongs } = await soak(options, say);
say(`${JSON.stringify(counts)} in ${Math.round((performance.now() - from) / 1000)} s`);
for (const wrong of wrongs) say(`- ${wrong}`);
say(wrongs.length === 0 ? 'nothing grew' : 'something grew');
process.exitCode = wrongs.length === 0 ? 0 : 1;
