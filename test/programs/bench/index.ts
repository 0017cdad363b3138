import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureAcknowledging } from './acknowledgement.ts';
import { costTable } from './cost.ts';
import { measureDeveloping } from './jobs.ts';
import { measureLimiting } from './limits.ts';
import { measureMeasuring } from './metrics.ts';
import { measureNoticing } from './notice-time.ts';
import { carryingRows, measureCarrying } from './open-jobs.ts';
import { measureClicking } from './presses.ts';
import { rowTable } from './row.ts';
import { measureShrinking } from './shrinking.ts';
import { sizes } from './size.ts';

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
say('developing pictures with limits...');
const limiting = await measureLimiting(size, folder('limiting'));
say('developing pictures with metrics...');
const measuring = await measureMeasuring(size, folder('measuring'));
say('making pictures smaller...');
const shrinking = await measureShrinking(size, folder('shrinking'));
say('clicking buttons...');
const clicking = await measureClicking(size, folder('clicking'));
say('waiting for finished tasks...');
const noticing = await measureNoticing(size);
say('carrying open jobs...');
const { idle, costs } = await measureCarrying(size, folder('carrying'));
const usual = costs.filter(({ open }) => open === size.carrying.usual);

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
"naive" asks no more than 50 things of Discord in a second, as discord.js does unless told otherwise; "naive, unlimited" was told.
"no limits" is Darkroom in a server in which nothing is decided; the other has limits for each member, role, the server and the bot.
"no metrics" is Darkroom without METRICS; the other is asked for its metrics once in a round of a few seconds.
"pictures that fit" is Darkroom with the same pictures where Discord takes them as they are; "no open jobs" is Darkroom with an
empty store; "one by one" is a request for each job. The event loop's delay is that of a timer of 10 ms, which is included.

The second table is of one process for each line, which finds so many open jobs when it starts. "connected" is when it hears
members again, "all followed" when it has asked the relay after every job. Processor and delay are of a whole round of asking,
the pause to the next one included; "per job" and "per 1000 jobs" are what the first line, without jobs, does not need: with
few jobs that is mostly code which runs for the first time. Acknowledgements are of gestures one by one while the jobs are open.`;
const rows = [
  ...[acknowledging, developing, limiting, measuring, shrinking, clicking, noticing].flat(),
  ...usual.flatMap((cost) => carryingRows(idle, cost)),
];
const results = [rowTable(rows), costTable(idle, costs), facts].join('\n\n');
say(`\n${results}`);
if (values.write) {
  await writeFile(new URL('RESULTS.md', import.meta.url), `# Measurements\n\n${notes}\n\n${results}\n`);
}
