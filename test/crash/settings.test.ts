import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '../..');

let path = '';
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  path = join(folder, '.env');
});

/** What a program says, and how it ends, when Node reads `.env` for it. */
async function run(program: string, ...args: readonly string[]) {
  const options = [`--env-file-if-exists=${path}`, join(root, program), ...args];
  const child = spawn(process.execPath, options, { cwd: root, env: { PATH: process.env.PATH }, timeout: 20_000 });
  // Who gets as far as asking Discord, whom nobody plays here, is told to stop.
  child.stdout.on('data', (line: Buffer) => {
    if (line.includes('cannot be reached')) child.kill('SIGTERM');
  });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('exit', resolve)),
  ]);
  return { code, said: out + err };
}

const secrets = 'DISCORD_TOKEN=MTU3.Gh3x.s3cr3t\nRELAY_API_KEY=sk-s3cr3t\n';

describe('a bot whose .env', () => {
  it.each([
    ['is saved as UTF-16', Buffer.from(`\ufeff${secrets}`, 'utf16le'), 'is saved as UTF-16'],
    ['begins with a byte order mark', `\ufeff${secrets}`, 'begins with an invisible mark'],
    [
      'has a quotation mark at one end',
      secrets.replace('sk-', '"sk-'),
      'RELAY_API_KEY has a quotation mark at one end',
    ],
    ['misspells who may use it', `${secrets}ALLOWED_GUILD=11111111111111111\n`, 'did you mean ALLOWED_GUILDS?'],
  ])('%s stops with a sentence and the code for what only a person can mend', async (_what, content, sentence) => {
    await writeFile(path, content);
    const { code, said } = await run('src/index.ts');
    expect(said).toContain(sentence);
    expect(said).not.toMatch(/s3cr3t|\bat .*:\d+:\d+/);
    expect(code).toBe(78);
  });

  it.skipIf(process.getuid?.() === 0)('may not be read stops with what to do', async () => {
    await writeFile(path, secrets);
    await chmod(path, 0);
    expect(await run('src/index.ts')).toEqual({ code: 78, said: expect.stringContaining('chmod 600') });
  });

  it('has names that are no settings, and may be read by others, says so once it starts', async () => {
    await writeFile(path, `${secrets}MEMBER_MAX_WATING=3\nRELAY_COLOUR=red\nDISCORD_API_URL=http://127.0.0.1:9/api\n`);
    await chmod(path, 0o644);
    const { code, said } = await run('src/index.ts');
    expect(said).toContain('MEMBER_MAX_WATING is no setting of Darkroom: did you mean MEMBER_MAX_WAITING?');
    expect(said).toContain('RELAY_COLOUR is no setting of Darkroom, so it does nothing.');
    expect(said).toMatch(/other users of this computer can read .*chmod 600/);
    expect(said).not.toContain('s3cr3t');
    expect(code).toBe(0);
  });

  it('is saved as UTF-16 is told of by npm run store, too', async () => {
    await writeFile(path, Buffer.from(`\ufeff${secrets}`, 'utf16le'));
    const { code, said } = await run('src/cli/store.ts', 'check');
    expect(said).toContain('is saved as UTF-16');
    expect(code).not.toBe(0);
  });
});
