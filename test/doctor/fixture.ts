import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readSettingsFiles } from '../../src/config/sources.ts';
import { openChecks } from '../../src/doctor/checks.ts';
import { examine } from '../../src/doctor/examine.ts';
import { runDoctor } from '../../src/doctor/program.ts';
import { readSettings } from '../../src/doctor/settings.ts';
import type { Finding } from '../../src/domain/failures/finding.ts';
import { COMMANDS } from '../app/fixture.ts';
import { createDiscord } from '../emulator/discord/server.ts';
import type { DiscordOptions } from '../emulator/discord/server-options.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createRelay } from '../emulator/relay/server.ts';

export type DoctorFixtureOptions = {
  readonly discord?: DiscordOptions;
  readonly relay?: RelayOptions;
  /** Settings beyond the tokens and addresses of the emulators. */
  readonly env?: Readonly<Record<string, string>>;
};

export type DoctorFixture = Awaited<ReturnType<typeof createDoctorFixture>>;

/** Discord and a relay over loopback sockets, and a doctor who may look at them. Everything ends with the test. */
export async function createDoctorFixture({
  discord: given,
  relay: relayOptions,
  env: more,
}: DoctorFixtureOptions = {}) {
  const discord = await createDiscord(given);
  const relay = await createRelay(relayOptions);
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-doctor-'));
  const env: Record<string, string> = {
    DISCORD_TOKEN: discord.botToken,
    RELAY_API_KEY: relay.key,
    DISCORD_API_URL: discord.apiUrl,
    RELAY_URL: relay.url,
    STORE_URL: `sqlite:${join(folder, 'store.sqlite')}`,
    ...more,
  };
  const envFile = join(folder, '.env');
  const source = {
    env,
    get files() {
      return readSettingsFiles(env, [`--env-file-if-exists=${envFile}`]);
    },
    nodeVersion: process.versions.node,
  };
  const { signal } = new AbortController();

  onTestFinished(async () => {
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  return {
    discord,
    relay,
    folder,
    env,
    envFile,
    source,
    /** What is found now. */
    async findings(): Promise<readonly Finding[]> {
      const { checks, close } = await openChecks(readSettings(source), COMMANDS, false);
      try {
        const onFault = (_: string, __: string, error: unknown) => {
          throw error;
        };
        return (await examine(checks, { signal, onFault })).flatMap((one) => one.findings);
      } finally {
        await close();
      }
    },
    /** What `npm run doctor` with these arguments comes to. */
    async run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
      const out: string[] = [];
      const err: string[] = [];
      const say = (line: string) => void out.push(line);
      const complain = (line: string) => void err.push(line);
      const code = await runDoctor({ ...source, commands: COMMANDS, args, say, complain, signal });
      return { code, out: out.join('\n'), err: err.join('\n') };
    },
  };
}
