import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('bench/index.ts', import.meta.url));

test('the benchmark runs, however small, and prints every measure with a number for Darkroom and for its rival', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--tiny']);
  const rows = stdout
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.slice(1).map(([, measure, , , , rival]) => [measure, rival])).toEqual([
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
    ['finished task to shown picture, called back', expect.stringMatching(/^asking every /)],
    ['start until 60 open jobs are followed again', 'no open jobs'],
    ['heap per open job', ''],
    ['requests to the relay per round of asking, 60 open jobs', 'one by one'],
  ]);
  for (const [, , ours, theirs, ratio, rival] of rows.slice(1)) {
    expect(ours).toMatch(/^-?\d/);
    if (rival === '') continue;
    expect(theirs).toMatch(/^\d/);
    expect(ratio).toMatch(/^× \d/);
  }
}, 90_000);
