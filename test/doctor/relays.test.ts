import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adviceFor, finding } from '../../src/domain/failures/finding.ts';
import { zh } from '../../src/text/zh/index.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createRelay } from '../emulator/relay/server.ts';
import { createDoctorFixture } from './fixture.ts';

/** A doctor whose operator has a second relay, called backup. */
async function withBackup(options: RelayOptions = {}) {
  const backup = await createRelay(options);
  onTestFinished(() => backup.close());
  const env = { RELAYS: 'backup,main', RELAY_BACKUP_URL: backup.url, RELAY_BACKUP_API_KEY: backup.key };
  const doctor = await createDoctorFixture({ env });
  doctor.discord.applicationFacts.bot_public = false;
  return { ...doctor, backup };
}

const hostOf = ({ url }: { readonly url: string }) => new URL(url).host;

describe('an operator with two relays', () => {
  it('reads of each by its name, the first one first', async () => {
    const { backup, relay, run } = await withBackup({ key: 'sk-0123456789abcdef' });
    const { code, out } = await run();
    expect(code).toBe(0);
    const takesKey = out.split('\n').flatMap((line) => /The relay (.+) takes the key/.exec(line)?.[1] ?? []);
    expect(takesKey).toEqual([`backup (${hostOf(backup)})`, `main (${hostOf(relay)})`]);
    expect(out).toMatch(/RELAY_BACKUP_API_KEY \(19 characters, sk-…\), RELAY_API_KEY \(\d+ characters/);
    expect([...relay.submissions, ...backup.submissions]).toEqual([]);
  });

  it('reads which key is refused, and which setting helps', async () => {
    const { backup, env, run } = await withBackup();
    env.RELAY_BACKUP_API_KEY = 'sk-of-somebody-else';
    const { code, out } = await run();
    expect(code).toBe(1);
    expect(out).toContain(` bad   The relay backup (${hostOf(backup)}) refuses RELAY_BACKUP_API_KEY.`);
    expect(out).toMatch(/ ok {4}The relay main \(/);
    const misplaced = await withBackup({ profile: 'original' });
    misplaced.env.RELAY_BACKUP_AUTH = 'mj-api-secret';
    misplaced.env.RELAY_BACKUP_MODE = 'fast';
    expect((await misplaced.run()).out).toContain(
      `No relay answers at backup (${misplaced.backup.url}/mj-fast/mj).\n       Fix: remove RELAY_BACKUP_MODE`,
    );
  });

  it('reads the same of one that is off the list, which still has pictures', async () => {
    const { backup, env, run } = await withBackup();
    env.RELAYS = 'main';
    expect((await run()).out).toContain(`The relay backup (${hostOf(backup)}) takes the key`);
  });

  it('never reads a key of any relay, whatever they repeat', async () => {
    const { backup, relay, env, run } = await withBackup();
    const secret = fc.stringMatching(/^[\w.+/=-]{12,80}$/);
    const form = fc.constantFrom<readonly string[]>([], ['--json'], ['--offline']);
    await fc.assert(
      fc.asyncProperty(secret, secret, form, async (first, second, args) => {
        env.RELAY_API_KEY = first;
        env.RELAY_BACKUP_API_KEY = second;
        const body = JSON.stringify({ error: { message: `invalid key ${first}, and ${second}` } });
        for (const one of [relay, backup]) one.faults.always('fetch', { status: 401, body });
        const { out, err } = await run(...args);
        for (const one of [first, second]) expect(out + err).not.toContain(one);
      }),
      { numRuns: 20 },
    );
  });

  it('reads it in Chinese, too', () => {
    const of = { relay: 'backup (relay.example)', settings: 'RELAY_BACKUP_' };
    const { says } = adviceFor(zh.doctor.findings, finding('relayKeyUsedUp', of));
    expect(says).toBe('RELAY_BACKUP_API_KEY 在 backup (relay.example) 已没有额度。');
  });
});
