import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('index.ts', import.meta.url));

test('the benchmark runs, however small, and prints every measure with a number for Darkroom and for its rival', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--tiny']);
  const [measures = [], costs = []] = tables(stdout);
  expect(measures.map(([measure, , , , rival]) => [measure, rival])).toEqual([
    ['measure', 'rival is'],
    ['acknowledgement, p50', 'bare reply'],
    ['acknowledgement, p99', 'bare reply'],
    ['acknowledgements in a burst', 'bare reply'],
    ['processor per acknowledgement', 'bare reply'],
    ['memory of the process', 'bare reply'],
    ['processor per job', 'naive'],
    ['processor per job', 'naive with progress'],
    ['requests to Discord per job', 'naive'],
    ['requests to Discord per job', 'naive with progress'],
    ['requests to the relay per job', 'naive'],
    ['traffic with Discord per job', 'naive'],
    ['traffic with the relay per job', 'naive'],
    ['event-loop delay under these jobs, p99', 'naive'],
    ['processor per job with limits', 'no limits'],
    ['processor per job with metrics', 'no metrics'],
    ['event-loop delay while pictures are made smaller, p99', 'pictures that fit'],
    ['clicks end to end', 'naive'],
    ['clicks end to end', 'naive, unlimited'],
    ['processor per click', 'naive, unlimited'],
    ['click to shown result, p50', 'naive, unlimited'],
    ['finished task to shown picture, called back', expect.stringMatching(/^asking every /)],
    ['start until 60 open jobs are followed again', 'no open jobs'],
    ['heap per open job', ''],
    ['requests to the relay per round of asking, 60 open jobs', 'one by one'],
  ]);
  for (const [, ours, theirs, ratio, rival] of measures.slice(1)) {
    expect(ours).toMatch(/^-?\d/);
    if (rival === '') continue;
    expect(theirs).toMatch(/^\d/);
    expect(ratio).toMatch(/^× \d/);
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
}, 180_000);

/** The cells of every table, headings included. */
function tables(text: string): string[][][] {
  return text.split('\n\n').flatMap((part) => {
    const lines = part.split('\n').filter((line) => line.startsWith('| '));
    const cells = lines.map((line) => line.split('|').slice(1, -1));
    return cells.length > 0 ? [cells.map((line) => line.map((cell) => cell.trim()))] : [];
  });
}
