import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadHandlers } from '../../../src/discord/router/load-handlers.ts';

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
