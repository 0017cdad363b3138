import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { importsOf } from './floor-plan/imports.ts';
import { isEntry } from './floor-plan/rooms.ts';
import { habits, violations } from './floor-plan/rules.ts';

const root = join(import.meta.dirname, '..');

/** The files and folders of the repository itself. A new one needs a good reason. */
const atTheTop = [
  '.ci',
  '.dockerignore',
  '.editorconfig',
  '.env.example',
  '.gitattributes',
  '.github',
  '.gitignore',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'biome.json',
  'commands',
  'compose.yaml',
  'deploy',
  'docs',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
  'vitest.config.ts',
];

describe('the program', () => {
  it('keeps to its floor plan', async () => {
    const sources = await readSources('commands', 'src');
    expect(sources.size).toBeGreaterThan(50);
    expect(violations(sources)).toEqual([]);
  });

  it('keeps to its habits, and so do its tests', async () => {
    const sources = await readSources('commands', 'src', 'test');
    expect(sources.size).toBeGreaterThan(200);
    expect(habits(sources)).toEqual([]);
  });

  it('has at its top only what people and programs look for there', async (context) => {
    const listed = await promisify(execFile)('git', ['ls-files'], { cwd: root }).catch(() => context.skip('no clone'));
    const top = new Set(
      listed.stdout
        .trim()
        .split('\n')
        .map((path) => path.split('/')[0]),
    );
    expect([...top].sort()).toEqual(atTheTop);
  });

  it('writes for the eyes of its owner only, whatever is started', async () => {
    const started = [...(await readSources('src'))].filter(([path]) => isEntry(path));
    expect(started.length).toBeGreaterThan(3);
    for (const [path, source] of started) expect(source, path).toMatch(/^process\.umask\(0o077\);$/m);
  });

  it('does nothing when its files are imported', async () => {
    const files = [...(await readSources('commands', 'src')).keys()].filter((path) => !isEntry(path));
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
    ['src/domain/x.ts', "import type { Catalogue } from '../text/catalogue.ts';", 'imports src/text/catalogue.ts'],
    ['src/domain/x.ts', "import { createMutex } from '../lib/mutex.ts';", 'imports src/lib/mutex.ts'],
    ['src/text/x.ts', "import { enter } from '../domain/job/job.ts';", 'more than types'],
    ['src/text/x.ts', "import { join } from 'node:path';", 'imports node:path'],
    ['src/lib/x.ts', "import limit from 'p-limit';", 'imports p-limit'],
    ['src/lib/x.ts', "import type { Job } from '../domain/job/job.ts';", 'imports src/domain/job/job.ts'],
    ['src/jobs/tick.ts', "import { en } from '../text/en/index.ts';", 'imports src/text/en/index.ts'],
    [
      'src/jobs/tick.ts',
      "import type { RestClients } from '../discord/rest/clients.ts';",
      'imports src/discord/rest/clients.ts',
    ],
    ['src/jobs/tick.ts', "import { createRelay } from '../relay/client.ts';", 'imports src/relay/client.ts'],
    ['src/jobs/tick.ts', "import { createEngine } from './engine.ts';", 'not below it'],
    ['src/jobs/submit/x.ts', "import { createIntake } from '../intake/intake.ts';", 'not below it'],
    ['src/jobs/deliver/x.ts', "import type { A } from '../track/tracker.ts';", 'not below it'],
    ['src/jobs/x.ts', "import type { Job } from '../domain/job/job.ts';", 'no floor of its room'],
    ['src/jobs/later/x.ts', "import type { Job } from '../../domain/job/job.ts';", 'no floor of its room'],
    [
      'src/discord/handler.ts',
      "import type { A } from '../relay/http/address.ts';",
      'imports src/relay/http/address.ts',
    ],
    ['src/discord/render/x.ts', "export * from '../../store/store.ts';", 'imports src/store/store.ts'],
    ['src/discord/rest/x.ts', "import { Keyv } from 'keyv';", 'imports keyv'],
    ['src/discord/render/x.ts', "import { troubleOf } from '../rest/errors.ts';", 'not below it'],
    ['src/discord/render/x.ts', "import { maySee } from '../lookup/find-result.ts';", 'not below it'],
    ['src/discord/presenter/x.ts', "import { createResponder } from '../responder.ts';", 'not below it'],
    ['src/discord/jobs/x.ts', "import type { Context } from '../handler.ts';", 'not below it'],
    ['src/discord/input/x.ts', "import { createRouter } from '../router/router.ts';", 'not below it'],
    ['src/discord/router/x.ts', "import { createClient } from '../gateway/client.ts';", 'not below it'],
    ['src/relay/client.ts', "import {\n  Client,\n  type Message,\n} from 'discord.js';", 'imports discord.js'],
    ['src/relay/http/x.ts', "import 'pino';", 'imports pino'],
    ['src/relay/http/x.ts', "const late = () => import('keyv');", 'imports keyv'],
    ['src/relay/http/x.ts', "import { createRelay } from '../client.ts';", 'not below it'],
    ['src/relay/tasks/x.ts', "import { submitPath } from '../submit/submit-body.ts';", 'not below it'],
    ['src/store/store.ts', 'const late = (path: string) => import(path);', 'computed path'],
    ['src/store/store.ts', `const late = () => import(\`./\${name}.ts\`);`, 'computed path'],
    ['src/store/tables/x.ts', "type Pino = import('pino').Logger;", 'imports pino'],
    ['src/store/backends/x.ts', "import type { Table } from '../tables/table.ts';", 'not below it'],
    ['src/store/tables/x.ts', "import { createJobs } from '../repositories/jobs.ts';", 'not below it'],
    ['src/http/x.ts', "import { emulate } from '../../test/emulator/discord.ts';", 'imports test/emulator/discord.ts'],
    ['src/http/x.ts', "import imagine from '../../commands/imagine.ts';", 'imports commands/imagine.ts'],
    ['src/pictures/x.ts', "import { createRelay } from '../relay/client.ts';", 'imports src/relay/client.ts'],
    ['src/config.ts', "import { createRelay } from './relay/client.ts';", 'imports src/relay/client.ts'],
    ['src/log/x.ts', "import { createApp } from '../app.ts';", 'imports src/app.ts'],
    ['src/cli/store.ts', "import { start } from '../app.ts';", 'imports src/app.ts'],
    ['src/odd/x.ts', "import { z } from 'zod';", 'no room of the floor plan'],
    ['commands/x.ts', "import y from './y.ts';", 'imports another command'],
    ['commands/x.ts', "import y from './components/y.ts';", 'imports another command'],
    ['commands/components/x.ts', "import type y from '../y.ts';", 'imports another command'],
    [
      'commands/x.ts',
      "import { createRouter } from '../src/discord/router/router.ts';",
      'src/discord/router/router.ts',
    ],
    [
      'commands/x.ts',
      "import { tryRoutes } from '../src/discord/presenter/routes.ts';",
      'src/discord/presenter/routes.ts',
    ],
    ['commands/x.ts', "import { emulate } from '../test/emulator/relay.ts';", 'imports test/emulator/relay.ts'],
    ['commands/x.ts', "import { openStore } from '../src/store/store.ts';", 'imports src/store/store.ts'],
    ['commands/x.ts', "import type { Engine } from '../src/jobs/engine.ts';", 'imports src/jobs/engine.ts'],
    ['src/relay/http/x.ts', "import { en } from '../../text/en/index.ts';", 'imports src/text/en/index.ts'],
    ['commands/x.ts', "import { fetch } from 'undici';", 'imports undici'],
    ['src/jobs/tick.ts', 'export const at = () => Date.now();', 'asks the computer what time it is'],
    ['src/store/backends/busy.ts', 'export const at = () => new Date();', 'asks the computer what time it is'],
    ['src/app.ts', 'export const home = process.env.HOME;', 'reads the environment'],
    ['src/app.ts', 'export const { env } = process;', 'reads the environment'],
    ['src/app.ts', "import { env } from 'node:process';", 'reads the environment'],
    ['src/app.ts', 'start();', 'does something when it is imported'],
    ['src/app.ts', 'let count = 0;', 'does something when it is imported'],
    ['src/app.ts', 'export const page = await load();', 'does something when it is imported'],
    ['src/app.ts', 'const a = 1;\n'.repeat(221), 'has 221 lines of code'],
    ['src/app.ts', '// a\n'.repeat(301), 'has 301 lines,'],
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
    ['src/lib/x.ts', "import { setTimeout } from 'node:timers/promises';"],
    ['src/jobs/engine.ts', "import { createIntake } from './intake/intake.ts';"],
    ['src/jobs/intake/x.ts', "import type { EngineContext } from '../context.ts';"],
    ['src/discord/render/x.ts', "import type { Engine } from '../../jobs/engine.ts';"],
    ['src/discord/router/x.ts', "import { messageLink } from '../render/link.ts';"],
    ['src/discord/input/region/x.ts', "import { isTrusted } from '../trust.ts';"],
    ['src/relay/client.ts', "import { createSubmit } from './submit/submit.ts';"],
    ['src/store/tables/x.ts', "import { versioned } from '../schema/versioned.ts';"],
    ['commands/components/x.ts', "import type { Handler } from '../../src/discord/handler.ts';"],
    ['src/http/x.ts', "import { bodyLimit } from 'hono/body-limit';"],
    ['src/config/x.ts', "import { relayAddress } from '../relay/http/address.ts';"],
    ['src/domain/x.ts', "// import { z } from 'zod';\n/*\nimport { z } from 'zod';\n*/"],
    ['src/domain/x.ts', 'export const text = \'import { z } from "zod"\';'],
    ['src/domain/x.ts', "const slash = /['\"]/;\nconst more = '// not a comment';"],
    ['src/app.ts', `${'const a = 1;\n'.repeat(220)}\n${'// why\n\n'.repeat(30)}`],
    ['src/index.ts', 'await start(process.env);'],
    ['src/cli/store.ts', "import { openTables } from '../store/tables.ts';\nawait run(process.env);"],
  ])('in %s allows %j', (path, source) => {
    expect(one(path, source)).toEqual([]);
  });

  const habitsOf = (path: string, source: string) => habits(new Map([[path, source]]));

  it.each([
    ['src/app.ts', 'const all = { ...{ a, b }, c };', 'src/app.ts:1 spreads an object literal'],
    ['commands/x.ts', 'call({\n  c,\n  ...{ a: 1, b },\n});', 'commands/x.ts:3 spreads an object literal'],
    ['test/x.test.ts', 'const all = [...({ a, b })];', 'test/x.test.ts:1 spreads an object literal'],
    ['test/x.test.ts', 'const all = {\n  ...{\n    a,\n  },\n};', 'test/x.test.ts:2 spreads an object literal'],
    ['src/discord/board/x.ts', '', 'private word "board"'],
    ['src/jobs/desk.ts', '', 'private word "desk"'],
    ['src/jobs/turns-of-jobs.ts', '', 'private word "turns"'],
    ['test/app/album.test.ts', '', 'private word "album"'],
  ])('in %s sees the habit %j', (path, source, sentence) => {
    const found = habitsOf(path, source);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });

  it.each([
    ['src/app.ts', 'const all = { ...job, a, ...(b && { b }) };'],
    ['src/app.ts', "const words = '...{ a, b }'; // ...{ a, b }"],
    ['src/app.ts', 'const join = ({ a, ...rest }) => [...rest, {}];'],
    ['src/store/backends/x.ts', ''],
    ['test/programs/playground/playground.test.ts', ''],
  ])('in %s allows the habit %j', (path, source) => {
    expect(habitsOf(path, source)).toEqual([]);
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

async function readSources(...tops: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const paths: string[] = [];
  for (const top of tops) {
    const names = await readdir(join(root, top), { recursive: true });
    paths.push(...names.filter((name) => name.endsWith('.ts')).map((name) => `${top}/${name}`));
  }
  const entries = paths.sort().map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const);
  return new Map(await Promise.all(entries));
}
