import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { rivals } from './rivals/rivals.ts';

const bench = fileURLToPath(new URL('index.ts', import.meta.url));
const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [bench, ...args]);

const shares = (measure: string, rival: string) =>
  ['p50', 'p95', 'p99'].map((share) => [`${measure}, ${share}`, rival]);

test('the benchmark runs, however small, and says of every measure what Darkroom, its rival and its goal come to', async () => {
  const { stdout } = await run('--tiny');
  const [goals = [], measures = [], costs = [], rates = []] = tables(stdout);

  const judged = goals.slice(1);
  expect(judged).toHaveLength(17);
  for (const [, goal, measured, floor, verdict] of judged) {
    expect(goal).toMatch(/^at most \d/);
    expect(measured).toMatch(/\d/);
    expect(floor).toMatch(/^(× \d|$)/);
    expect(verdict).toMatch(/^(not )?met$/);
  }

  const floors = judged.flatMap(([measure = '', , , floor = '']) =>
    floor === '' ? [] : [measure.replace(/ of \d+ KB/, '')],
  );
  expect(floors).toEqual([
    'acknowledgement alone, slots full, p99',
    'acknowledgement, with submissions, p99',
    'processor per job',
    'start to ready, compile cache warm',
    'memory after 3 jobs with pictures, attached',
    'memory after 3 jobs with pictures, as links',
  ]);

  const found = measures.slice(1);
  expect(found.map(([measure, , , , rival]) => [measure, rival])).toEqual([
    ...shares('acknowledgement alone, slots full', rivals.bare),
    ...shares('acknowledgement alone, slots full', rivals.writing),
    ...shares('acknowledgement, with submissions', rivals.bare),
    ...shares('acknowledgement, with submissions', rivals.submitting),
    ...shares('acknowledgement, with submissions', rivals.writingSubmitting),
    ['acknowledgements in a burst, slots full', rivals.bare],
    ['acknowledgements in a burst, with submissions', rivals.submitting],
    ['processor per acknowledgement, slots full', rivals.bare],
    ['processor per acknowledgement, slots full', rivals.writing],
    ['processor per acknowledgement, with submission', rivals.submitting],
    ['processor per job', rivals.naive],
    ['processor per job', rivals.frugal],
    ['requests to Discord per job', rivals.naive],
    ['requests to Discord per job', rivals.frugal],
    ['requests to the relay per job', rivals.naive],
    ['traffic with Discord per job', rivals.naive],
    ['traffic with the relay per job', rivals.naive],
    ['event-loop delay under these jobs, p99', rivals.naive],
    ['processor per job', rivals.silent],
    ['requests to Discord per job', rivals.silent],
    ['processor per job, pictures as links', rivals.linking],
    ['requests to Discord per job, pictures as links', rivals.linking],
    ['event-loop delay under these jobs, pictures as links, p99', rivals.linking],
    ['processor per job with limits', rivals.unlimited],
    ['processor per job with metrics', rivals.unmeasured],
    ['event-loop delay while pictures are made smaller, p99', rivals.fitting],
    ['clicks end to end', rivals.held],
    ['clicks end to end', rivals.naive],
    ['processor per click', rivals.naive],
    ['click to shown result, p50', rivals.naive],
    ['finished task to shown picture, called back', expect.stringMatching(/^Darkroom that asks every /)],
    ['start to ready, compile cache warm', rivals.bare],
    ['start to ready, compile cache warm', rivals.cached],
    ['start to ready, compile cache warm', rivals.loaded],
    ['start to ready, compile cache cold', rivals.bare],
    ['processor of a start, compile cache warm', rivals.bare],
    ['memory after the start', rivals.bare],
    ['memory after the start', rivals.loaded],
    [expect.stringMatching(/^memory after 3 jobs with pictures of \d+ KB, attached$/), rivals.bare],
    [expect.stringMatching(/^memory after 3 jobs with pictures of \d+ KB, attached$/), rivals.naive],
    [expect.stringMatching(/^memory after 3 jobs with pictures of \d+ KB, attached$/), rivals.loadedNaive],
    [expect.stringMatching(/^memory after 3 jobs with pictures of \d+ KB, as links$/), rivals.bare],
    [expect.stringMatching(/^memory after 3 jobs with pictures of \d+ KB, as links$/), rivals.loadedLinking],
    ['heap after these jobs and a collection, attached', rivals.bare],
    [expect.stringMatching(/^longest synchronous work for a gesture: /), ''],
    [expect.stringMatching(/^longest synchronous work for an answer of the relay: /), ''],
    ['a scheduling decision while 60 jobs wait, p50', ''],
    ['a scheduling decision while 60 jobs wait, p99', ''],
    ['the first 1000 places in that line, p50', ''],
    ['the first 1000 places in that line, p99', ''],
    ['start until members are heard, 60 jobs wait', rivals.empty],
    ['event-loop delay, p99, while 60 jobs wait', rivals.empty],
    ['event-loop delay, longest, while 60 jobs wait', ''],
    ['processor per second while 60 jobs wait', rivals.empty],
    ['acknowledgement, p50, while 60 jobs wait', rivals.empty],
    ['acknowledgement, p99, while 60 jobs wait', rivals.empty],
    ['start until 60 open jobs are followed again', rivals.empty],
    ['heap per open job', ''],
    ['requests to the relay per round of asking, 60 open jobs', rivals.oneByOne],
    ['gestures without an answer per death, 33 a second, SQLite, 1 process', rivals.restarted],
    ['takeover: from a death until the relay is asked again, SQLite, 1 process', ''],
    ['gestures without an answer per death, 33 a second, SQLite, 2 processes', rivals.single],
    ['takeover: from a death until the relay is asked again, SQLite, 2 processes', rivals.single],
    ['processor per job, 2 processes', rivals.single],
    ['requests to Discord per job, 2 processes', rivals.single],
    ['acknowledgement, 2 processes, p50', rivals.single],
    ['acknowledgement, 2 processes, p99', rivals.single],
  ]);
  for (const [, ours, theirs, ratio, rival] of found) {
    expect(ours).toMatch(/^-?\d/);
    if (rival === '') continue;
    expect(theirs).toMatch(/^\d/);
    expect(ratio).toMatch(theirs === '0.00' ? /^× (Infinity|NaN)$/ : /^× \d/);
  }

  expect(costs[0]).toEqual([
    'open jobs',
    'connected after',
    'all followed after',
    'heap per job',
    'requests per round',
    'a round every',
    'processor per s',
    'per 1000 jobs',
    'loop delay, p99',
    'loop delay, longest',
    'acknowledgement, p50',
  ]);
  const [idle = [], ...carrying] = costs.slice(1);
  expect(carrying.map(([open]) => open)).toEqual(['6', '60']);
  const empty = (line: readonly string[]) => line.flatMap((cell, column) => (cell === '' ? [column] : []));
  expect(empty(idle)).toEqual([2, 3, 4, 5, 7]);
  expect(carrying.map(empty)).toEqual([[7], [7]]);
  for (const cell of carrying.flat()) expect(cell).toMatch(/^(-?\d|$)/);
  expect(carrying.map(([, , , , requests]) => Number(requests))).toEqual([1, 2]);

  expect(rates.slice(1).map(([store]) => store)).toContain('SQLite');
  for (const cell of rates.slice(1).flatMap((line) => line.slice(1))) expect(cell).toMatch(/^\d/);
  expect(stdout).toMatch(/commit [0-9a-f]{12}.* UTC, Node .* cores .* load /);
}, 600_000);

test('a single part can be measured, and a part that does not exist is named together with those that do', async () => {
  const { stdout } = await run('--tiny', '--only', 'deciding');
  const [, measures = []] = tables(stdout);
  expect(measures).toHaveLength(5);
  await expect(run('--tiny', '--only', 'sleeping')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^There is no part named sleeping\. There are: acknowledging, /),
  });
  await expect(run('--only', 'deciding', '--write')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('leave out --only'),
  });
}, 30_000);

/** The cells of every table, headings included. */
function tables(text: string): string[][][] {
  return text.split('\n\n').flatMap((part) => {
    const lines = part.split('\n').filter((line) => line.startsWith('| '));
    const cells = lines.map((line) => line.split('|').slice(1, -1));
    return cells.length > 0 ? [cells.map((line) => line.map((cell) => cell.trim()))] : [];
  });
}
