import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { importsOf } from './floor-plan/imports.ts';
import { entries, violations } from './floor-plan/rules.ts';

const root = join(import.meta.dirname, '..');

describe('the program', () => {
  it('keeps to its floor plan', async () => {
    const sources = await readSources();
    expect(sources.size).toBeGreaterThan(50);
    expect(violations(sources)).toEqual([]);
  });

  it('does nothing when its files are imported', async () => {
    const files = [...(await readSources()).keys()].filter((path) => !entries.has(path));
    const script = files
      .map((path) => `await import(${JSON.stringify(pathToFileURL(join(root, path)).href)});`)
      .join('\n');
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-import-'));
    try {
      const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
      const output = await promisify(execFile)(process.execPath, flags, { cwd: folder, env: {}, timeout: 25_000 });
      expect(output).toEqual({ stdout: '', stderr: '' });
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the check itself', () => {
  const one = (path: string, source: string) => violations(new Map([[path, source]]));

  it.each([
    ['src/domain/x.ts', "import { z } from 'zod';", 'imports zod'],
    ['src/domain/x.ts', "import { setTimeout } from 'node:timers/promises';", 'imports node:timers/promises'],
    ['src/domain/x.ts', "import type { Words } from '../text/catalogue.ts';", 'imports src/text/catalogue.ts'],
    ['src/text/x.ts', "import { enter } from '../domain/job/job.ts';", 'more than types'],
    ['src/discord/x.ts', "import type { A } from '../relay/http/address.ts';", 'imports src/relay/http/address.ts'],
    ['src/discord/deep/x.ts', "export * from '../../store/store.ts';", 'imports src/store/store.ts'],
    ['src/discord/x.ts', "import { Keyv } from 'keyv';", 'imports keyv'],
    ['src/relay/x.ts', "import {\n  Client,\n  type Message,\n} from 'discord.js';", 'imports discord.js'],
    ['src/relay/x.ts', "import 'pino';", 'imports pino'],
    ['src/relay/x.ts', "const late = () => import('keyv');", 'imports keyv'],
    ['src/store/x.ts', 'const late = (path: string) => import(path);', 'computed path'],
    ['src/store/x.ts', `const late = () => import(\`./\${name}.ts\`);`, 'computed path'],
    ['src/store/x.ts', "type Pino = import('pino').Logger;", 'imports pino'],
    ['src/http/x.ts', "import { emulate } from '../../test/emulator/discord.ts';", 'imports test/emulator/discord.ts'],
    ['src/http/x.ts', "import imagine from '../../commands/imagine.ts';", 'imports commands/imagine.ts'],
    ['src/config.ts', "import { createRelay } from './relay/client.ts';", 'imports src/relay/client.ts'],
    ['src/log/x.ts', "import { createApp } from '../app.ts';", 'imports src/app.ts'],
    ['src/store-tool.ts', "import { start } from './app.ts';", 'imports src/app.ts'],
    ['src/odd/x.ts', "import { z } from 'zod';", 'no part of the floor plan'],
    ['commands/x.ts', "import y from './y.ts';", 'imports another command'],
    ['commands/x.ts', "import { emulate } from '../test/emulator/relay.ts';", 'imports test/emulator/relay.ts'],
    ['commands/x.ts', "import { fetch } from 'undici';", 'imports undici'],
    ['src/app.ts', 'export const home = process.env.HOME;', 'reads the environment'],
    ['src/app.ts', 'export const { env } = process;', 'reads the environment'],
    ['src/app.ts', "import { env } from 'node:process';", 'reads the environment'],
    ['src/app.ts', 'start();', 'does something when it is imported'],
    ['src/app.ts', 'let count = 0;', 'does something when it is imported'],
    ['src/app.ts', 'export const page = await load();', 'does something when it is imported'],
    ['src/app.ts', 'const a = 1;\n'.repeat(221), 'has 221 lines'],
  ])('in %s sees %j', (path, source, sentence) => {
    const found = one(path, source);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(path);
    expect(found[0]).toContain(sentence);
  });

  it.each([
    ['src/domain/x.ts', "import type { Job } from './job.ts';"],
    ['src/domain/job/x.ts', "import { enter } from '../job.ts';"],
    ['src/text/x.ts', "import type { Reason } from '../domain/failures/reason.ts';"],
    ['src/http/x.ts', "import { bodyLimit } from 'hono/body-limit';"],
    ['src/config/x.ts', "import { relayAddress } from '../relay/http/address.ts';"],
    ['src/domain/x.ts', "// import { z } from 'zod';\n/*\nimport { z } from 'zod';\n*/"],
    ['src/domain/x.ts', 'export const text = \'import { z } from "zod"\';'],
    ['src/domain/x.ts', "const slash = /['\"]/;\nconst more = '// not a comment';"],
    ['src/app.ts', 'const a = 1;\n'.repeat(220)],
    ['src/index.ts', 'await start(process.env);'],
    ['src/store-tool.ts', "import { openTables } from './store/tables.ts';\nawait run(process.env);"],
  ])('in %s allows %j', (path, source) => {
    expect(one(path, source)).toEqual([]);
  });

  it('sees a cycle, once', () => {
    const sources = new Map([
      ['src/domain/a.ts', "import { b } from './b.ts';"],
      ['src/domain/b.ts', "import type { C } from './deep/c.ts';"],
      ['src/domain/deep/c.ts', "export { a } from '../a.ts';"],
      ['src/domain/d.ts', "import { a } from './a.ts';"],
    ]);
    expect(violations(sources)).toEqual([
      'src/domain/a.ts -> src/domain/b.ts -> src/domain/deep/c.ts -> src/domain/a.ts is a cycle',
    ]);
  });

  it('finds an import after a regular expression with a quote in it', () => {
    expect(importsOf("const quote = /[\"'`]/g;\nimport 'pino';\nconst end = '`';")).toEqual([
      { specifier: 'pino', typeOnly: false },
    ]);
  });
});

async function readSources(): Promise<ReadonlyMap<string, string>> {
  const paths: string[] = [];
  for (const top of ['commands', 'src']) {
    const names = await readdir(join(root, top), { recursive: true });
    paths.push(...names.filter((name) => name.endsWith('.ts')).map((name) => `${top}/${name}`));
  }
  const entries = paths.sort().map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const);
  return new Map(await Promise.all(entries));
}
