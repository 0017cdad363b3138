import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Environment, noFiles, readSettingsFiles } from '../../src/config/sources.ts';
import {
  ConfigError,
  configSecrets,
  openSettingsFiles,
  readConfig,
  secretsOf,
  settingsNotes,
  variables,
} from '../../src/config.ts';
import { createLog } from '../../src/log.ts';

const enough = { DISCORD_TOKEN: 'a-discord-token', RELAY_API_KEY: 'sk-relay-key' };
const backup = { RELAY_BACKUP_URL: 'https://backup.example', RELAY_BACKUP_API_KEY: 'sk-backup-key' };
const old = { RELAY_OLD_URL: 'https://old.example', RELAY_OLD_API_KEY: 'sk-old-key' };

const relaysOf = (env: Environment) => readConfig({ ...enough, ...env }).relays;
const placesOf = (env: Environment) => relaysOf(env).map(({ name, isListed }) => (isListed ? name : `(${name})`));

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}
const problemsWith = (env: Environment) => problemsOf({ ...enough, ...env });

describe('I have a second relay', () => {
  it('and it is asked in the order in which I list them', () => {
    expect(placesOf({ ...backup, RELAYS: 'main,backup' })).toEqual(['main', 'backup']);
    expect(placesOf({ ...backup, RELAYS: ' Backup; main' })).toEqual(['backup', 'main']);
  });

  it('and it has every setting that the first one has, with the same defaults', () => {
    const all = {
      RELAY_BACKUP_MODE: 'relax',
      RELAY_BACKUP_AUTH: 'raw',
      RELAY_BACKUP_CHARGE_LIST: 'on',
      RELAY_BACKUP_CONCURRENCY: '3',
    };
    const first = { RELAYS: 'backup,main' };
    const usual = { mode: null, auth: 'bearer', searchCharges: false, concurrency: 10 };
    const own = { name: 'backup', isListed: true, url: 'https://backup.example', key: 'sk-backup-key' };
    expect(relaysOf({ ...backup, ...first })[0]).toEqual({ ...usual, ...own });
    const chosen = { mode: 'relax', auth: 'raw', searchCharges: true, concurrency: 3 };
    expect(relaysOf({ ...backup, ...all, ...first })[0]).toEqual({ ...chosen, ...own });
  });

  it('whose key is in a file, or handed over by systemd', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-relays-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'RELAY_BACKUP_API_KEY');
    await writeFile(path, 'sk-of-the-file\n');
    for (const where of [{ RELAY_BACKUP_API_KEY_FILE: path }, { CREDENTIALS_DIRECTORY: folder }]) {
      for (const RELAYS of ['main,backup', 'main']) {
        const env = { ...enough, RELAY_BACKUP_URL: 'https://backup.example', ...where, RELAYS };
        const files = readSettingsFiles(env, []);
        expect(readConfig(env, files).relays[1]).toMatchObject({ name: 'backup', key: 'sk-of-the-file' });
        expect(settingsNotes(env, files)).toEqual([]);
        expect(secretsOf(env, files)).toContain('sk-of-the-file');
      }
    }
    const missing = { ...enough, RELAY_OLD_URL: 'https://old.example', RELAY_OLD_API_KEY_FILE: join(folder, 'none') };
    expect(() => readConfig(missing, readSettingsFiles(missing, []))).toThrow(
      /settings:\n- RELAY_OLD_API_KEY_FILE names a file that does not exist\.$/,
    );
  });

  it('at the same address with another key, or with the same key and another speed', () => {
    const there = { RELAYS: 'main,backup', RELAY_BACKUP_URL: 'https://api.quickrouter.ai' };
    expect(placesOf({ ...there, RELAY_BACKUP_API_KEY: 'sk-other' })).toEqual(['main', 'backup']);
    const relaxed = { ...there, RELAY_BACKUP_API_KEY: 'sk-relay-key', RELAY_BACKUP_MODE: 'relax' };
    expect(placesOf(relaxed)).toEqual(['main', 'backup']);
  });

  it('and no key of any of them is in the log, nor one that encrypts', () => {
    const lines: string[] = [];
    const encrypting = ['1'.repeat(32), '2'.repeat(32)];
    const env = { ...enough, ...backup, ...old, RELAYS: 'backup', SECRETS_KEY: encrypting.join(',') };
    const secrets = configSecrets(readConfig(env));
    const log = createLog({ level: 'info', secrets, stream: { write: (line) => void lines.push(line) } });
    const keys = [enough.RELAY_API_KEY, backup.RELAY_BACKUP_API_KEY, old.RELAY_OLD_API_KEY, ...encrypting];
    for (const key of keys) log.warn({ said: `invalid: ${key}` }, `GET https://backup.example/log?key=${key}`);
    expect(lines).toHaveLength(5);
    for (const key of keys) expect(lines.join()).not.toContain(key);
  });

  it('of which the file of settings is a secret, too', () => {
    const files = ['RELAY_BACKUP_API_KEY=sk-backup-key', 'SECRETS_KEY=a-key'].map((line) => {
      return { path: '.env', bytes: new TextEncoder().encode(line), code: null, mode: 0o644 };
    });
    expect(openSettingsFiles({ settings: files, secrets: [] })).toEqual(files);
    expect(openSettingsFiles({ settings: files.map((file) => ({ ...file, mode: 0o600 })), secrets: [] })).toEqual([]);
  });
});

describe('I took a relay off the list', () => {
  it('and it is still there for its pictures, behind the others', () => {
    expect(placesOf({ ...old, ...backup, RELAYS: 'backup,main' })).toEqual(['backup', 'main', '(old)']);
    expect(placesOf(old)).toEqual(['main', '(old)']);
    expect(settingsNotes({ ...enough, ...old, RELAY_OLD_MODE: 'fast' })).toEqual([]);
  });

  it('and it was the first one that I had', () => {
    expect(placesOf({ ...old, ...backup, RELAYS: 'backup' })).toEqual(['backup', '(main)', '(old)']);
    expect(problemsOf({ ...backup, DISCORD_TOKEN: 'a-discord-token', RELAYS: 'backup' })).toEqual([
      'RELAY_API_KEY is not set: your relay shows it where it lists your keys.',
    ]);
  });
});

describe('I made a mistake', () => {
  it.each<[string, Environment, string]>([
    ['there is no relay in the list', { RELAYS: ',' }, 'RELAYS must be a list of 1 to 16 relays'],
    ['a name has a dash', { RELAYS: 'main,back-up' }, 'RELAYS must be a list of 1 to 16 relays'],
    ['a name is long', { RELAYS: `main,${'x'.repeat(17)}` }, 'RELAYS must be a list of 1 to 16 relays'],
    ['a name begins with a digit', { RELAYS: '2nd' }, 'RELAYS must be a list of 1 to 16 relays'],
    ['a name is there twice', { ...backup, RELAYS: 'backup,main,BACKUP' }, 'RELAYS lists backup twice: remove one'],
    [
      'the address is missing',
      { RELAYS: 'main,backup', RELAY_BACKUP_API_KEY: 'sk-backup-key' },
      'RELAY_BACKUP_URL is not set: RELAYS lists backup, so say where it answers, or remove it there.',
    ],
    [
      'the key is missing',
      { RELAYS: 'main,backup', RELAY_BACKUP_URL: 'https://backup.example' },
      'RELAY_BACKUP_API_KEY is not set: your relay shows it where it lists your keys.',
    ],
    ['a value is wrong', { ...old, RELAY_OLD_MODE: 'quick' }, 'RELAY_OLD_MODE must be one of fast, relax, turbo.'],
    ['the address is none', { ...old, RELAY_OLD_URL: 'old.example' }, 'RELAY_OLD_URL is not usable: '],
    [
      'a key has half its quotation marks',
      { ...old, RELAY_OLD_API_KEY: '"sk-old' },
      'RELAY_OLD_API_KEY has a quotation mark at one end only',
    ],
    [
      'a key was pasted where another value belongs',
      { ...old, RELAY_OLD_AUTH: 'sk-old-key' },
      'RELAY_OLD_AUTH contains the value of RELAY_OLD_API_KEY: remove it from there.',
    ],
    [
      'it is the same relay under another name',
      { RELAYS: 'b2,main', RELAY_B2_URL: 'https://api.quickrouter.ai/mj/', RELAY_B2_API_KEY: 'sk-relay-key' },
      'RELAY_B2_URL and its key are those of the relay main: remove one of the two relays.',
    ],
  ])('%s: one sentence says so', (_what, env, sentence) => {
    const problems = problemsWith(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });

  it.each(['api', 'url', 'mode', 'auth', 'key', 'concurrency', 'charge', 'port'])('and called a relay %s', (name) => {
    expect(problemsWith({ RELAYS: `main,${name}` })).toEqual([
      `RELAYS lists ${name}, which no relay may be called, as RELAY_${name.toUpperCase()} is the beginning of names that mean something else: choose another name.`,
    ]);
  });

  it('and wrote the key into the list', () => {
    for (const key of ['abcdef0123456789', 'abcdefgh,ijklmnop']) {
      expect(problemsWith({ RELAYS: `main,${key}`, RELAY_API_KEY: key })).toContain(
        'RELAYS contains the value of RELAY_API_KEY: remove it from there.',
      );
      expect(problemsWith({ RELAYS: `main,${key}`, RELAY_API_KEY: key }).join()).not.toMatch(/abcdef/i);
    }
  });
});

describe('a setting of a relay that there is not', () => {
  const notes = (env: Environment) => settingsNotes({ ...enough, ...env }, noFiles);

  it('is told of at the start, with what is missing', () => {
    expect(notes({ RELAY_OLD_MODE: 'fast', RELAY_MODE: 'fast' })).toEqual([
      'RELAY_OLD_MODE belongs to no relay: one called old needs RELAY_OLD_URL and RELAY_OLD_API_KEY, too.',
    ]);
    expect(notes({ RELAY_OLD_API_KEY: 'sk-old-key' })).toEqual([
      'RELAY_OLD_API_KEY belongs to no relay: one called old needs RELAY_OLD_URL, too.',
    ]);
    expect(notes({ RELAY_BASE_URL: 'https://relay.example' })).toEqual([
      'RELAY_BASE_URL belongs to no relay: one called base needs RELAY_BASE_API_KEY, too. Did you mean RELAY_URL?',
    ]);
  });

  it('is told of beside what is missing from the list, with the near one', () => {
    const env = { RELAYS: 'main,backup', RELAY_BAKUP_URL: 'https://x.example', RELAY_BACKUP_API_KEY: 'sk-backup-key' };
    const start = () => readConfig({ ...enough, ...env });
    expect(start).toThrow('RELAY_BACKUP_URL is not set: RELAYS lists backup');
    expect(start).toThrow(
      'RELAY_BAKUP_URL belongs to no relay: one called bakup needs RELAY_BAKUP_API_KEY, too. Did you mean RELAY_BACKUP_URL?',
    );
  });

  it('is a near miss like any other where only its last word is wrong, or it is one of main', () => {
    expect(notes({ ...backup, RELAYS: 'main,backup', RELAY_BACKUP_CONCURENCY: '3', RELAY_MAIN_URL: 'x' })).toEqual([
      'RELAY_BACKUP_CONCURENCY is no setting of Darkroom: did you mean RELAY_BACKUP_CONCURRENCY?',
      'RELAY_MAIN_URL is no setting of Darkroom: did you mean RELAY_URL?',
    ]);
  });

  it('holds a secret all the same', () => {
    expect(secretsOf({ ...enough, RELAY_OLD_API_KEY: 'sk-old-key' }, noFiles)).toContain('sk-old-key');
  });
});

describe('whatever the environment holds', () => {
  const fields = ['URL', 'API_KEY', 'API_KEY_FILE', 'MODE', 'AUTH', 'CHARGE_LIST', 'CONCURRENCY'];
  const ofRelays = ['BACKUP', 'B2', 'OLD', 'MAIN', 'API', 'URL'].flatMap((name) =>
    fields.map((field) => `RELAY_${name}_${field}`),
  );
  const names = fc.constantFrom(...variables, ...ofRelays, 'RELAYS', '__proto__', 'relay_old_url', 'RELAY__URL');
  const lists = fc.constantFrom('main', 'main,backup', 'backup', 'b2 old', 'api,main', 'main,main', ',', 'constructor');
  const likely = fc.constantFrom(
    '',
    '5',
    'fast',
    'raw',
    'on',
    'https://x.example',
    'https://y.example',
    'sk-1',
    'sk-2',
  );
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const settings = fc.dictionary(names, fc.oneof({ weight: 4, arbitrary: likely }, lists, text), { maxKeys: 30 });

  it('the answer is relays or a sentence', () => {
    fc.assert(
      fc.property(settings, fc.oneof(lists, text), (env, RELAYS) => {
        const wrong = problemsWith({ ...env, ...enough, RELAYS });
        expect(wrong.filter((problem) => !/^[A-Z][A-Z0-9_]+ .+\.$/s.test(problem))).toEqual([]);
      }),
    );
  });

  it('the relays are those that are listed, in that order, and then those that have an address and a key', () => {
    const urls = fc.constantFrom('https://x.example', 'https://y.example/mj', 'https://z.example/mj-fast');
    const given = fc.record({
      URL: fc.option(urls, { freq: 6 }),
      API_KEY: fc.option(fc.constantFrom('sk-1', 'sk-2', 'sk-3', 'sk-4'), { freq: 6 }),
      MODE: fc.option(fc.constantFrom('fast', 'relax')),
    });
    const further = ['backup', 'b2', 'old', 'x'];
    const all = fc.array(fc.tuple(fc.constantFrom(...further), given), { maxLength: 4 });
    const anyOrder = fc.uniqueArray(fc.constantFrom('main', ...further), { minLength: 1 });
    let several = 0;
    fc.assert(
      fc.property(all, anyOrder, (relays, listed) => {
        const parts = relays.flatMap(([name, values]) =>
          Object.entries(values).map(([field, value]) => [`RELAY_${name.toUpperCase()}_${field}`, value ?? '']),
        );
        const env: Record<string, string> = { ...Object.fromEntries(parts), ...enough };
        const isWhole = (name: string) =>
          ['URL', 'API_KEY'].every((field) => (env[`RELAY_${name.toUpperCase()}_${field}`] ?? '') !== '');
        const usable = listed.filter((name) => name === 'main' || isWhole(name));
        env.RELAYS = usable.length > 0 ? usable.join(',') : 'main';
        const wrong = problemsOf(env);
        if (wrong.length > 0) {
          expect(wrong.filter((problem) => !/and its key are those of the relay/.test(problem))).toEqual([]);
          return;
        }
        const found = readConfig(env).relays;
        const inOrder = env.RELAYS.split(',');
        const offList = ['main', ...further.filter(isWhole).toSorted()].filter((name) => !inOrder.includes(name));
        expect(found.map(({ name }) => name)).toEqual([...inOrder, ...offList]);
        expect(found.filter(({ isListed }) => isListed).map(({ name }) => name)).toEqual(inOrder);
        for (const { key } of found) expect(secretsOf(env, noFiles)).toContain(key);
        if (found.length > 2) several += 1;
      }),
    );
    expect(several).toBeGreaterThan(0);
  });

  it('no key of any relay is in a sentence, whichever variables hold it', () => {
    const secret = fc.stringMatching(/^[\x20-\x7eé]{0,8}s3cr3t[\x21-\x7e]{2,20}$/);
    fc.assert(
      fc.property(settings, lists, secret, names, (env, RELAYS, key, elsewhere) => {
        const all = { ...enough, ...env, RELAYS, [elsewhere]: key, RELAY_BACKUP_API_KEY: key };
        expect([...problemsOf(all), ...settingsNotes(all)].join('\n').toLowerCase()).not.toContain('s3cr3t');
      }),
    );
  });
});
