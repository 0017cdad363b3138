import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Handler } from '../../../src/discord/handler.ts';
import { loadHandlers } from '../../../src/discord/router/load-handlers.ts';
import { COMMANDS } from '../../app/fixture.ts';

/** A folder with these files. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'handlers-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, source] of Object.entries(files)) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), source);
  }
  return folder;
}

const button = (prefix: string) => `export default { button: { prefix: ${prefix}, press() {} } };`;

test('a component is found by each of its prefixes, the longest first', async () => {
  const folder = await folderOf({
    'all.ts': button("'MJ::'"),
    'components/picks.ts': button("['MJ::Job::', 'MJ::JOB::']"),
  });
  const { button: find } = await loadHandlers(folder);
  expect(find('MJ::Job::1')?.prefix).toEqual(['MJ::Job::', 'MJ::JOB::']);
  expect(find('MJ::JOB::1')).toBe(find('MJ::Job::1'));
  expect(find('MJ::job::1')?.prefix).toBe('MJ::');
  expect(find('ours::1')).toBeUndefined();
});

test('two owners of a prefix are refused, also when it is one of several', async () => {
  const folder = await folderOf({ 'a.ts': button("['a::', 'b::']"), 'b.ts': button("'b::'") });
  await expect(loadHandlers(folder)).rejects.toThrow('commands/b.ts: "b::" already has an owner');
});

test.each([
  ['export const x = 1;', 'no default export'],
  ['export default {};', 'no part'],
  ["export default { button: { prefix: 'a::', pres() {} } };", 'a part that does nothing'],
  ["export default { command: { data: { name: 'a' } } };", 'a command that does nothing'],
])('a file with %j is refused: it has %s', async (source) => {
  await expect(loadHandlers(await folderOf({ 'x.ts': source }))).rejects.toThrow('commands/x.ts has no default export');
});

/** What may be pressed, chosen and submitted where nobody may make pictures: it leads to no job, or to one that costs nothing. */
const free = [
  'MJ::BOOKMARK::',
  'MJ::CancelJob::',
  ...[
    'data',
    'delete',
    'dm',
    'grant',
    'history',
    'info',
    'key',
    'notices',
    'open',
    'operator',
    'publish',
    'queue',
    'refresh',
    'report',
    'rules',
    'server',
    'settings',
    'stop',
    'undo',
    'usage',
    'verdict',
  ].map((name) => `${name}::`),
];

test('every component that may lead to a job names the command whose permissions hold for it', async () => {
  const files = await readdir(COMMANDS, { recursive: true });
  const without = new Set<string>();
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    const { default: handler }: { default: Handler } = await import(join(COMMANDS, file));
    for (const part of [handler.button, handler.modal])
      if (part && !part.spends) for (const prefix of [part.prefix].flat()) without.add(prefix);
  }
  expect([...without].sort()).toEqual(free.sort());
});
