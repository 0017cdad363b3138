import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { goalTable } from './goals.ts';
import { load, machineLine } from './machine.ts';
import { notes } from './notes.ts';
import { rowTable } from './row.ts';
import { type Found, sections } from './sections.ts';
import { sizes } from './sizes.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    tiny: { type: 'boolean', default: false },
    /** Parts to measure, by their names, with commas between them. */
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const size = sizes[values.tiny ? 'tiny' : values.quick ? 'quick' : 'full'];
const wanted = values.only?.split(',') ?? sections.map(({ name }) => name);
const unknown = wanted.filter((name) => !sections.some((section) => section.name === name));
const say = (text: string) => process.stdout.write(`${text}\n`);
if (unknown.length > 0) {
  say(`There is no part named ${unknown.join(', ')}. There are: ${sections.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
if (values.write && values.only) {
  say('RESULTS.md is written from all parts: leave out --only.');
  process.exit(1);
}

const began = performance.now();
const loadBefore = load();
const found: Found[] = [];
const failures: string[] = [];
for (const { name, measure } of sections.filter((section) => wanted.includes(section.name))) {
  const from = performance.now();
  try {
    found.push(await measure(size, values.profile && `${values.profile}/${name}`));
    say(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
  } catch (error) {
    // The other parts took many minutes, too.
    const failure = `${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`;
    failures.push(failure);
    say(failure);
    process.exitCode = 1;
  }
}

const rows = found.flatMap((one) => one.rows);
const tables = found.flatMap(({ table }) => table ?? []);
const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
const machine = machineLine(command, loadBefore, (performance.now() - began) / 1000);
const judged = goalTable(rows, { unmeasured: values.only === undefined });
const results = [judged, rows.length > 0 ? rowTable(rows) : null, ...tables, ...failures, machine].filter(
  (part) => part !== null,
);
say(`\n${results.join('\n\n')}`);
if (values.write) {
  await writeFile(
    new URL('RESULTS.md', import.meta.url),
    `${['# Measurements', notes(size), ...results].join('\n\n')}\n`,
  );
}
