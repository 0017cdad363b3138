import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bounds, grown } from './growth.ts';
import type { Reading } from './sample.ts';

const program = fileURLToPath(new URL('index.ts', import.meta.url));

test('a short soak shows every result and finds nothing grown', async () => {
  const sizes = ['--results', '100', '--pictures', '6', '--guilds', '300', '--members', '100', '--in-flight', '40'];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...sizes]);
  expect(stdout).toMatch(/^start: .*\nmiddle: .*\nend: heapMb \d+/m);
  expect(stdout).toMatch(/"shown":12\d,/);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('nothing grew');
}, 120_000);

const quiet: Reading = {
  heapMb: 40,
  externalMb: 10,
  rssMb: 300,
  handles: { Timeout: 6 },
  listeners: 25,
  signals: 9,
  warnings: 0,
  discord: { guilds: 0, users: 1, members: 0, messages: 0, interactions: 4 },
  routes: 50,
  results: 1_000,
  storeBytes: 2 ** 20,
};

test.each<[string, Partial<Reading>]>([
  ['the heap (MB)', { heapMb: quiet.heapMb + bounds.heapMb + 1 }],
  ['memory outside the heap (MB)', { externalMb: 100 }],
  ['the process (MB)', { rssMb: 900 }],
  ['listeners', { listeners: 30 }],
  ['abort signals', { signals: 500 }],
  ['warnings', { warnings: 1 }],
  ['handles of kind TCPSocketWrap', { handles: { TCPSocketWrap: 100 } }],
  ["discord.js's guilds", { discord: { ...quiet.discord, guilds: 20_000 } }],
  ['the store (bytes)', { storeBytes: 100 * 2 ** 20 }],
])('a soak tells when %s grew', (what, later) => {
  expect(grown(quiet, { ...quiet, ...later })).toEqual([expect.stringMatching(what.replaceAll(/[()]/g, '\\$&'))]);
  expect(grown(quiet, quiet)).toEqual([]);
});
