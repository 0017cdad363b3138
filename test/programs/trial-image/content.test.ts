import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createFixture } from '../../app/fixture.ts';
import { finished } from '../../app/message-reading.ts';
import { launch } from '../../crash/bot-process.ts';
import { freePort } from '../../emulator/free-port.ts';
import { assemble, isRoot, USER } from './assemble.ts';

const PATIENCE = { timeout: 30_000 };

/** What is in the image, to be run as its user. */
async function createImage() {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-image-'));
  onTestFinished(() => {
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true });
  });
  const { node, data, compiled } = assemble(folder);
  const fixture = await createFixture();
  const env = {
    ...fixture.env,
    STORE_URL: `sqlite:${join(data, 'darkroom.sqlite')}`,
    NODE_COMPILE_CACHE: compiled,
    NODE_ENV: 'production',
    PORT: String(await freePort()),
  };
  const user = isRoot ? ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'] : [];
  return {
    look: () => promisify(execFile)(node, [join(folder, 'src/cli/health.mjs')], { env }),
    fixture,
    folder,
    data,
    compiled,
    begin: () => launch(env, onTestFinished, user, [node, join(folder, 'src/index.ts')]),
  };
}

test('what the image holds is enough for a job, as another user who may write to nothing but its data', async () => {
  const { fixture, folder, data, compiled, begin, look } = await createImage();
  const before = readdirSync(folder).sort();
  const bot = begin();
  await bot.ready();
  const imagine = await fixture.discord.member('ann').slash('imagine', { prompt: 'a fox' });
  expect((await finished(await imagine.message())).attachments).toHaveLength(1);
  expect(await look()).toEqual({ stdout: '', stderr: '' });
  expect(await bot.terminate()).toMatchObject({ code: 0 });
  expect(bot.stderr).toBe('');
  expect(readdirSync(folder).sort()).toEqual(before);
  expect(readdirSync(data)).toContain('darkroom.sqlite');
  expect(readdirSync(compiled)).not.toEqual([]);
}, 90_000);

test('what the image holds ends at once when it is told to before it is ready', async () => {
  const { fixture, data, begin } = await createImage();
  const bot = begin();
  await vi.waitFor(() => expect(existsSync(join(data, 'darkroom.sqlite.lock'))).toBe(true), PATIENCE);
  const { code, ms } = await bot.terminate();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(5_000);
  expect(fixture.relay.submissions).toEqual([]);
}, 90_000);
