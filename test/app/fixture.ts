import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished as onTheTestFinished } from 'vitest';
import { type App, type AppOptions, start } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import type { RelayDeadlines } from '../../src/relay/client.ts';
import { createDiscord } from '../emulator/discord/server.ts';
import type { DiscordOptions } from '../emulator/discord/server-options.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createRelay } from '../emulator/relay/server.ts';
import type { OnTestFinished } from '../test-end.ts';
import { captureLogs } from './log-capture.ts';
import { isOnboarding } from './message-reading.ts';

export const COMMANDS = fileURLToPath(new URL('../../commands', import.meta.url));

export type FixtureOptions = {
  readonly discord?: DiscordOptions;
  readonly relay?: RelayOptions;
  /** Environment variables beyond the tokens and addresses of the emulators. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long the bot waits for the relay, in ms, where a test cannot wait as long as usual. */
  readonly relayDeadlines?: RelayDeadlines;
  /** The keys that servers bring, played by the test. */
  readonly serverKeys?: AppOptions['serverKeys'];
  /** Shows also what each member is told once, below their first job. Most tests are about something else. */
  readonly onboarding?: boolean;
  /** The test's own, where tests run concurrently: only from it is clear which of them ends. */
  readonly onTestFinished?: OnTestFinished;
};

/** Discord and a relay over loopback sockets, and a bot between them. Everything ends with the test. */
export async function createFixture({
  discord: discordOptions,
  relay: relayOptions,
  env: more,
  relayDeadlines = {},
  serverKeys,
  onboarding,
  onTestFinished = onTheTestFinished,
}: FixtureOptions = {}) {
  // Tests restart bots more often than anybody does.
  const discord = await createDiscord({ identifyWindowMs: 0, ...discordOptions });
  const { messages } = discord;
  if (!onboarding) discord.messages = (channel) => messages(channel).filter((message) => !isOnboarding(message));
  const relay = await createRelay({ taskMs: 60, pictureSize: 64, previews: false, ...relayOptions });
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-'));
  const trace = captureLogs();
  const apps = new Set<App>();
  const env: Record<string, string> = {
    DISCORD_TOKEN: discord.botToken,
    RELAY_API_KEY: relay.key,
    DISCORD_API_URL: discord.apiUrl,
    RELAY_URL: relay.url,
    STORE_URL: `sqlite:${join(folder, 'store.sqlite')}`,
    POLL_SECONDS: '0.1',
    PROGRESS_SECONDS: '0.1',
    STOP_SECONDS: '5',
    LOG_LEVEL: 'debug',
    ...more,
  };

  onTestFinished(async () => {
    await Promise.all([...apps].map((app) => app.stop()));
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  return {
    discord,
    relay,
    onTestFinished,
    env,
    folder,
    /** Every line the bots logged so far. */
    trace,
    /** Every bot that was started. */
    apps,
    /** Starts the bot in this process and waits until Discord sees it. */
    async start(): Promise<App> {
      const app = await start({
        config: readConfig(env),
        log: createLog({ level: 'debug', secrets: [discord.botToken, relay.key], stream: trace.stream }),
        commands: COMMANDS,
        relayDeadlines,
        serverKeys,
        onFatal: (error) => {
          throw error;
        },
      });
      apps.add(app);
      await discord.ready();
      return app;
    },
  };
}

export type Fixture = Awaited<ReturnType<typeof createFixture>>;
