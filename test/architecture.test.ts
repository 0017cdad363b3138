import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFile(join(root, path), 'utf8');

/** Files and folders of ours in backticks. What holds a placeholder or a star names no single file. */
function pathsIn(page: string): readonly string[] {
  const named = [...page.matchAll(/`((?:src|commands|test|docs)\/[^`\s]*)`/g)].flatMap(([, path]) => path ?? []);
  return named.filter((path) => !/[<*]/.test(path));
}

/** Where a page's links lead, as paths in the repository, without their anchors. */
function linksIn(page: string, path: string): readonly string[] {
  const targets = [...page.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => target ?? []);
  const own = targets.filter((target) => !/^(?:https?:|#)/.test(target));
  return own.map((target) => posix.join(posix.dirname(path), target.replace(/#.*/, '')));
}

async function isThere(path: string): Promise<boolean> {
  const found = await stat(join(root, path)).catch(() => null);
  return found !== null && (!path.endsWith('/') || found.isDirectory());
}

describe.each([
  'docs/architecture.md',
  'CONTRIBUTING.md',
  'README.md',
  'SECURITY.md',
  'docs/faults.md',
  'docs/operating.md',
  'docs/relays.md',
  'docs/privacy.md',
  'CHANGELOG.md',
])('%s', (path) => {
  it('names and links only what exists', async () => {
    const page = await read(path);
    for (const named of [...pathsIn(page), ...linksIn(page, path)]) expect(await isThere(named), named).toBe(true);
  });

  it('names only scripts that package.json has', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')));
    const named = [...(await read(path)).matchAll(/npm run ([a-z][\w:-]*)/g)].flatMap(([, name]) => name ?? []);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

describe('docs/architecture.md', () => {
  it('names enough to find one’s way', async () => {
    expect(new Set(pathsIn(await read('docs/architecture.md'))).size).toBeGreaterThan(60);
    expect(pathsIn(await read('CONTRIBUTING.md')).length).toBeGreaterThan(20);
  });

  it('draws and describes every step of a job, and no other', async () => {
    const source = await read('src/domain/job/step.ts');
    const steps = new Set([...source.matchAll(/readonly step: '(\w+)'/g)].map(([, step]) => step));
    expect(steps.size).toBe(10);
    const page = await read('docs/architecture.md');
    const drawn = [...page.matchAll(/^ +(\S+) --> (\S+?):? /gm)].flatMap(([, from, to]) => [from, to]);
    expect(new Set(drawn.filter((step) => step !== '[*]'))).toEqual(steps);
    const described = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, step]) => step);
    expect(described).toEqual([...steps]);
  });

  it('is linked from the pages that a newcomer reads first', async () => {
    for (const path of ['README.md', 'CONTRIBUTING.md']) {
      expect(linksIn(await read(path), path)).toContain('docs/architecture.md');
    }
  });
});
