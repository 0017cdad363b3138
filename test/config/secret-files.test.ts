import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Environment, readSettingsFiles } from '../../src/config/sources.ts';
import { ConfigError, readConfig, secretsOf, settingsNotes } from '../../src/config.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkroom-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function secretIn(content: string | Uint8Array, name = 'token'): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

const read = (env: Environment) => readConfig(env, readSettingsFiles(env, []));
const key = { RELAY_API_KEY: 'sk-relay-key' };

function problemsOf(env: Environment): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

describe('a secret in a file', () => {
  it.each([
    ['as it is', 'a.discord.token'],
    ['with an end of line', 'a.discord.token\n'],
    ['saved by Windows', '\ufeff  a.discord.token\r\n'],
  ])('is read %s', async (_how, content) => {
    const config = read({ ...key, DISCORD_TOKEN_FILE: await secretIn(content) });
    expect(config.discordToken).toBe('a.discord.token');
    expect(config).toEqual(readConfig({ ...key, DISCORD_TOKEN: 'a.discord.token' }));
  });

  it('may be one that systemd hands over, by the name of its setting', async () => {
    await secretIn('a.discord.token\n', 'DISCORD_TOKEN');
    await secretIn('sk-other\n', 'RELAY_API_KEY');
    const config = read({ CREDENTIALS_DIRECTORY: folder });
    expect(config).toMatchObject({ discordToken: 'a.discord.token', relays: [{ key: 'sk-other' }] });
  });

  it('may be what encrypts the keys of servers', async () => {
    const keys = ['1'.repeat(32), '2'.repeat(32)];
    const named = { ...key, DISCORD_TOKEN: 'a.b.c', SECRETS_KEY_FILE: await secretIn(`${keys.join(',')}\n`) };
    expect(read(named).secretsKeys).toEqual(keys);
    expect(secretsOf(named, readSettingsFiles(named, []))).toEqual(expect.arrayContaining(keys));
    await secretIn(keys.join(), 'SECRETS_KEY');
    expect(read({ ...key, DISCORD_TOKEN: 'a.b.c', CREDENTIALS_DIRECTORY: folder }).secretsKeys).toEqual(keys);
  });

  it('goes before one of systemd, and the setting itself goes before both and says so', async () => {
    await secretIn('of-systemd', 'DISCORD_TOKEN');
    const named = { ...key, CREDENTIALS_DIRECTORY: folder, DISCORD_TOKEN_FILE: await secretIn('of-the-file') };
    expect(read(named).discordToken).toBe('of-the-file');
    const env = { ...key, CREDENTIALS_DIRECTORY: folder, DISCORD_TOKEN: 'set' };
    expect(read(env).discordToken).toBe('set');
    expect(settingsNotes(env, readSettingsFiles(env, []))).toEqual([
      'DISCORD_TOKEN is set, so the systemd credential of that name is not used: remove one of them.',
    ]);
  });

  it('is refused beside the same secret in its setting, in one sentence', async () => {
    const env = { ...key, DISCORD_TOKEN: 'a.b.c', DISCORD_TOKEN_FILE: await secretIn('a.b.c') };
    expect(problemsOf(env)).toEqual(['DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: remove one of them.']);
  });

  it.each([
    ['', 'is empty.'],
    [' \r\n', 'is empty.'],
    ['x'.repeat(65_537), 'is larger than 64 KB: it must hold the secret and nothing else.'],
    [new Uint8Array(Buffer.from('\ufeffa.b.c', 'utf16le')), 'is not plain text: save it as UTF-8.'],
  ])('that is of no use is refused in one sentence: %#', async (content, sentence) => {
    const env = { ...key, DISCORD_TOKEN_FILE: await secretIn(content) };
    expect(problemsOf(env)).toEqual([`DISCORD_TOKEN_FILE names a file that ${sentence}`]);
    await secretIn(content, 'DISCORD_TOKEN');
    expect(problemsOf({ ...key, CREDENTIALS_DIRECTORY: folder })).toEqual([
      `DISCORD_TOKEN is a systemd credential that ${sentence}`,
    ]);
  });

  it('that is not there, or a folder, is refused without its path, which may be the secret itself', async () => {
    await mkdir(join(folder, 'deep'));
    const told = (DISCORD_TOKEN_FILE: string) => problemsOf({ ...key, DISCORD_TOKEN_FILE });
    expect(told('MTU3.Gh3x.s3cr3t')).toEqual(['DISCORD_TOKEN_FILE names a file that does not exist.']);
    expect(told(join(folder, 'deep'))).toEqual(['DISCORD_TOKEN_FILE names a file that is a folder.']);
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read is refused', async () => {
    const path = await secretIn('a.b.c');
    await chmod(path, 0);
    expect(problemsOf({ ...key, DISCORD_TOKEN_FILE: path })).toEqual([
      'DISCORD_TOKEN_FILE names a file that Darkroom may not read: give it to the user that Darkroom runs as.',
    ]);
  });

  it('that holds nonsense is refused as the setting would be', async () => {
    const [problem] = problemsOf({ ...key, DISCORD_TOKEN_FILE: await secretIn('Bot a.b.c') });
    expect(problem).toMatch(/^DISCORD_TOKEN starts with "Bot "/);
  });

  it('is not asked for without the setting of its name', () => {
    expect(readSettingsFiles({ CREDENTIALS_DIRECTORY: folder }, [])).toEqual({ settings: [], secrets: [] });
  });
});

describe('the files that Node was told to read', () => {
  it('are looked at again, where they are', async () => {
    const path = await secretIn('PORT=1\n', '.env');
    const options = [
      `--env-file=${path}`,
      '--watch',
      '--env-file-if-exists',
      path,
      `--env-file-if-exists=${folder}/no`,
    ];
    const found = readSettingsFiles({}, options).settings;
    expect(found.map((file) => [file.path, Buffer.from(file.bytes ?? []).toString()])).toEqual([
      [path, 'PORT=1\n'],
      [path, 'PORT=1\n'],
    ]);
  });
});
