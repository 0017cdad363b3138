import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureAcknowledging } from './acknowledging.ts';
import { measureCarrying } from './carrying.ts';
import { measureDeveloping } from './developing.ts';
import { measureNoticing } from './noticing.ts';
import { sizes } from './size.ts';
import { table } from './table.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    tiny: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const flags = Object.entries(values).flatMap(([name, value]) => (value === true ? [`--${name}`] : []));
const size = sizes[values.tiny ? 'tiny' : values.quick ? 'quick' : 'full'];
const folder = (part: string) => values.profile && `${values.profile}/${part}`;
const say = (text: string) => process.stdout.write(`${text}\n`);

const began = performance.now();
const [loadBefore = 0] = loadavg();
say('answering gestures...');
const acknowledging = await measureAcknowledging(size, folder('acknowledging'));
say('developing pictures...');
const developing = await measureDeveloping(size, folder('developing'));
say('waiting for finished tasks...');
const noticing = await measureNoticing(size);
say('finding open jobs...');
const carrying = await measureCarrying(size);

const [cpu] = cpus();
const load = [loadBefore, loadavg()[0] ?? 0];
const facts = [
  `\`${['npm run bench', ...(flags.length > 0 ? ['--', ...flags] : [])].join(' ')}\``,
  new Date().toISOString().slice(0, 10),
  `Node ${process.versions.node}`,
  `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'})`,
  `${Math.round(totalmem() / 2 ** 30)} GB`,
  `load ${load.map((value) => value.toFixed(1)).join(' to ')} (its own included; above the cores, others disturbed it)`,
  `${Math.round((performance.now() - began) / 1000)} s`,
].join(', ');
const notes = `Medians of interleaved rounds after a warm-up, emulators on the same machine. The ratio is Darkroom's value by the
rival's, its median over the rounds: below 1 is less. "bare reply" is a discord.js handler that only replies; "naive" defers,
submits, asks after each task by itself and edits once; "naive with progress" also shows how the task gets on, as Darkroom does.
"no open jobs" is Darkroom with an empty store; "one by one" is a request for each job.`;
const results = `${table([...acknowledging, ...developing, ...noticing, ...carrying])}\n\n${facts}`;
say(`\n${results}`);
if (values.write) {
  await writeFile(new URL('RESULTS.md', import.meta.url), `# Measurements\n\n${notes}\n\n${results}\n`);
}
