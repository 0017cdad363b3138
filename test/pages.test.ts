import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFile(join(root, path), 'utf8');

/** The tests that a page names, as pairs of file and name; a name without a file belongs to the last one. */
function claims(page: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  let file = '';
  for (const [, path, name] of page.replaceAll(/\s+/g, ' ').matchAll(/`(test\/[\w/.-]+)`|"([^"]+)"/g)) {
    if (path !== undefined) file = path;
    else if (name !== undefined) found.push([file, name]);
  }
  return found;
}

test.each([
  ['SECURITY.md', 30],
  ['docs/faults.md', 80],
])('every test that %s names exists', async (page, least) => {
  const named = claims(await read(page));
  expect(named.length).toBeGreaterThan(least);
  for (const [file, name] of named) {
    const source = await read(file);
    // A name in backticks may go on with what is only known when it runs.
    const isThere = source.includes(`'${name}'`) || source.includes(`\`${name} (`);
    expect(isThere, `${file}: ${name}`).toBe(true);
  }
});

test('members read every word that docs/faults.md says they read', async () => {
  const words = [];
  for await (const path of glob('src/text/en/*.ts', { cwd: root })) words.push(await read(path));
  const catalogue = words.join('\n');
  const page = (await read('docs/faults.md')).replaceAll(/"[^"]+"/g, '');
  const quoted = [...page.matchAll(/“([^”]+)”/g)].flatMap(([, quote]) => quote ?? []);
  expect(quoted.length).toBeGreaterThan(15);
  for (const quote of quoted.filter((one) => one !== 'these quotes')) expect(catalogue).toContain(quote);
});
