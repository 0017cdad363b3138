import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

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

test('every test that SECURITY.md names exists', async () => {
  const named = claims(await readFile(join(root, 'SECURITY.md'), 'utf8'));
  expect(named.length).toBeGreaterThan(30);
  for (const [file, name] of named) {
    const source = await readFile(join(root, file), 'utf8');
    expect(source.includes(`'${name}'`), `${file}: ${name}`).toBe(true);
  }
});
