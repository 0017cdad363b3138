import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { createDoctorFixture } from '../doctor/fixture.ts';
import { freePort } from '../emulator/free-port.ts';

const program = join(import.meta.dirname, '../../src/cli/doctor.ts');

/** What the program says in a folder of its own, and how it ends. */
async function run(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, '.env'),
    Object.entries(env).map(([name, value]) => `${name}='${value}'\n`),
    { mode: 0o600 },
  );
  const options = ['--env-file-if-exists=.env', program, ...args];
  const child = spawn(process.execPath, options, { cwd: folder, env: { PATH: process.env.PATH }, timeout: 40_000 });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('exit', resolve)),
  ]);
  return { out, err, code };
}

describe('the doctor as a program', () => {
  it('ends with 0 when all is well, with 1 when something is bad, and with 2 when it is called wrongly', async () => {
    const { discord, env } = await createDoctorFixture();
    expect(await run(env)).toMatchObject({ code: 1, out: expect.stringContaining('1 thing needs you.'), err: '' });
    discord.applicationFacts.bot_public = false;
    const well = await run(env, '--json');
    expect({ ...well, out: JSON.parse(well.out) }).toMatchObject({ code: 0, out: { bad: 0 }, err: '' });
    expect(await run(env, '--loud')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--json') });
  });

  it('disturbs no bot that runs on the same store and the same port, and knows it by its answer', async () => {
    const port = await freePort();
    const fixture = await createFixture({ env: { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` } });
    await fixture.start();
    const { code, out } = await run({ ...fixture.env, LOG_LEVEL: 'info' });
    expect(code).toBe(1);
    expect(out).not.toContain('is already in use');
    const apart = await run({ ...fixture.env, PUBLIC_URL: '', LOG_LEVEL: 'info' });
    expect(apart.out).toContain('There are no callbacks');
    expect(out).toMatch(/The store .*store\.sqlite can be used and is sound/);
    expect(out).toContain(`What is sent to 127.0.0.1:${port} gets to this Darkroom.`);
    expect(fixture.trace.faults()).toEqual([]);
    expect(fixture.discord.identifies()).toBe(1);
    expect(fixture.relay.submissions).toEqual([]);
  });
});
