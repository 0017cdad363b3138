import type { Discord } from '../../emulator/discord/server.ts';
import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import type { ProfileName } from './options.ts';
import { BACKUP_KEY } from './relay-keys.ts';

export type EnvironmentParts = {
  readonly discord: Pick<Discord, 'botToken' | 'apiUrlOf'>;
  readonly relay: Pick<EmulatedRelay, 'key' | 'url'>;
  readonly storeUrl: string;
  /** Where all processes listen: the system hands each connection to one of them. */
  readonly port: number;
  readonly profile: ProfileName;
  readonly callbacks: boolean;
  readonly relays: number;
};

/** The environment of each process, by the name under which the emulators know it. */
export function botEnvironment({ discord, relay, storeUrl, port, profile, callbacks, relays }: EnvironmentParts) {
  return (name: string): Readonly<Record<string, string>> => ({
    DISCORD_TOKEN: discord.botToken,
    RELAY_API_KEY: relay.key,
    DISCORD_API_URL: discord.apiUrlOf(name),
    RELAY_URL: relay.url,
    STORE_URL: storeUrl,
    POLL_SECONDS: '0.25',
    PROGRESS_SECONDS: '1',
    STOP_SECONDS: '3',
    // Of two relays the first one is often full.
    RELAY_CONCURRENCY: relays > 1 ? '8' : '24',
    ...(relays > 1 && {
      RELAYS: 'main,backup',
      RELAY_BACKUP_URL: relay.url,
      RELAY_BACKUP_API_KEY: BACKUP_KEY,
      RELAY_BACKUP_CONCURRENCY: '16',
    }),
    MEMBER_MAX_WAITING: '8',
    LOG_LEVEL: 'info',
    PORT: String(port),
    RELAY_AUTH: profile === 'original' ? 'mj-api-secret' : 'bearer',
    ...(callbacks && { PUBLIC_URL: `http://127.0.0.1:${port}` }),
  });
}
