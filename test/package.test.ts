import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environment } from '../src/config/environment.ts';
import { variables } from '../src/config.ts';
import { inviteAddress } from '../src/discord/rest/invite.ts';

const root = join(import.meta.dirname, '..');
const names = z.record(z.string(), z.string()).default({});

const Package = z.object({
  name: z.string().optional(),
  scripts: names,
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  allowScripts: z.record(z.string(), z.boolean()).default({}),
  version: z.string().optional(),
  integrity: z.string().optional(),
  hasInstallScript: z.boolean().default(false),
});
const Lockfile = z.object({ packages: z.record(z.string(), Package) });

const read = (path: string) => readFile(join(root, path), 'utf8');
const readPackage = async () => Package.parse(JSON.parse(await read('package.json')));
const readLocked = async () => Lockfile.parse(JSON.parse(await read('package-lock.json'))).packages;

describe('package.json', () => {
  it('checks the runtime before every script that runs TypeScript', async () => {
    const { scripts } = await readPackage();
    const running = Object.keys(scripts).filter((name) => /\bnode\b.*\.ts\b|\bvitest\b/.test(scripts[name] ?? ''));
    expect(running).toEqual(expect.arrayContaining(['start', 'dev', 'demo', 'test', 'bench']));
    for (const name of running) expect(scripts[`pre${name}`]).toBe('node src/runtime.mjs');
  });

  it('asks for exact versions, and for Node 24', async () => {
    const { dependencies, devDependencies } = await readPackage();
    for (const version of Object.values({ ...dependencies, ...devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
    expect(devDependencies.node).toMatch(/^24\./);
  });

  it('approves the install script of Node and decides about every other', async () => {
    const { allowScripts } = await readPackage();
    const scripted = Object.entries(await readLocked()).filter(([, locked]) => locked.hasInstallScript);
    expect(allowScripts.node).toBe(true);
    for (const [path] of scripted) expect(allowScripts).toHaveProperty([packageName(path)]);
  });
});

describe('the lockfile', () => {
  it('belongs to package.json', async () => {
    const { dependencies, devDependencies } = await readPackage();
    const locked = (await readLocked())[''];
    expect(locked?.dependencies).toEqual(dependencies);
    expect(locked?.devDependencies).toEqual(devDependencies);
  });

  it('has an exact version and a checksum of every package', async () => {
    for (const [path, { version, integrity }] of Object.entries(await readLocked())) {
      if (path === '') continue;
      expect(version, path).toMatch(/^\d+\.\d+\.\d+/);
      expect(integrity, path).toMatch(/^sha512-/);
    }
  });

  it('has the binaries of every platform, without which npm ci refuses to run', async () => {
    const locked = await readLocked();
    const present = new Set(Object.keys(locked).map(packageName));
    const wanted = Object.values(locked).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies));
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !present.has(name))).toEqual([]);
  });

  it('installs nothing that npm would compile', async () => {
    const patterns = ['node_modules/**/node_modules/*/binding.gyp', 'node_modules/{*,@*/*}/binding.gyp'];
    const { allowScripts } = await readPackage();
    // An older npm asks nobody, and the script of such a package looks for the binary that is installed beside it.
    const isForbidden = (path: string) => allowScripts[packageName(dirname(path))] === false;
    expect(globSync(patterns, { cwd: root }).filter((path) => !isForbidden(path))).toEqual([]);
  });
});

describe('the check before a start', () => {
  const runtime = join(root, 'src/runtime.mjs');

  it('says nothing on this Node', async () => {
    expect(await promisify(execFile)(process.execPath, [runtime])).toEqual({ stdout: '', stderr: '' });
  });

  it('stops an older one with one sentence', async () => {
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '22.19.0' });";
    const script = `${pretend} await import(${JSON.stringify(runtime)});`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    await expect(run).rejects.toMatchObject({
      code: 78,
      stdout: '',
      stderr: expect.stringMatching(/^Darkroom needs Node 24 .*npm ci.*\.\n$/),
    });
  });
});

describe('.env.example', () => {
  it('lists exactly the variables that are read, each with a sentence above it, and sets only what it must', async () => {
    const blocks = (await read('.env.example')).trim().split('\n\n').slice(1);
    const lines = variables.map((name) => (trueDefaults.get(name) === 'required' ? `${name}=` : `# ${name}=`));
    expect(blocks.map((block) => block.split('\n').at(-1))).toEqual(lines);
    for (const block of blocks) expect(block).toMatch(/^# [A-Z]?\w.{20,}/i);
  });
});

/** What the page of all settings, and the README's ten, say of each variable's default. */
async function defaultsIn(page: string): Promise<ReadonlyMap<string, string>> {
  const rows = [...(await read(page)).matchAll(/^\| `([A-Z_]+)` \| `?(.+?)`? \|/gm)];
  return new Map(rows.map(([, name = '', value = '']) => [name, value]));
}

const trueDefaults = new Map(
  Object.entries(environment.shape).map(([name, schema]) => {
    const empty = schema.safeParse(undefined);
    return [name, empty.success ? String(empty.data ?? 'none') : 'required'];
  }),
);

describe('the pages', () => {
  it('have every variable in the table of docs/operating.md, with its default', async () => {
    expect([...(await defaultsIn('docs/operating.md'))]).toEqual([...trueDefaults]);
  });

  it('have the ten that matter in the README, with the same defaults', async () => {
    const ten = await defaultsIn('README.md');
    expect(ten.size).toBe(10);
    for (const [name, value] of ten) expect(`${name} ${value}`).toBe(`${name} ${trueDefaults.get(name)}`);
  });

  it('mention every script, and no other', async () => {
    const { scripts } = await readPackage();
    const pages = await Promise.all(['README.md', 'docs/operating.md', 'CONTRIBUTING.md'].map(read));
    const mentioned = [...pages.join('\n').matchAll(/\bnpm (?:run (?:-s )?)?([a-z:]+)/g)].map(([, name = '']) => name);
    const commands = new Set(mentioned.filter((name) => !['ci', 'exec'].includes(name)));
    const isHook = (name: string) => /^(?:pre|post)/.test(name) && name.replace(/^(?:pre|post)/, '') in scripts;
    const public_ = Object.keys(scripts).filter((name) => !isHook(name));
    expect([...commands].sort()).toEqual(public_.sort());
  });

  it('ask for the permissions that they name in the invite address', async () => {
    expect(await read('docs/operating.md')).toContain(`\`${inviteAddress('APPLICATION_ID')}\``);
  });
});

describe('.ci/run', () => {
  it('can be executed and ends with the command the README gives for tests', async () => {
    const lines = (await read('.ci/run')).trim().split('\n');
    expect((await stat(join(root, '.ci/run'))).mode & 0o111).toBe(0o111);
    expect(lines.slice(-2)).toEqual(['npm ci', 'npm run test:all']);
  });
});

/** `node_modules/a/node_modules/@b/c` holds the package `@b/c`. */
function packageName(path: string): string {
  return path.replace(/^.*node_modules\//, '');
}
