import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscord } from '../../emulator/discord/server.ts';
import type { WireEvent } from '../../emulator/discord/types.ts';
import { createRelay } from '../../emulator/relay/server.ts';
import type { DemoRelay } from './arguments.ts';
import { createBotProcess } from './bot-process.ts';
import type { Deviation } from './deviation.ts';

export type DemoParts = {
  readonly relay: DemoRelay;
  readonly onEvent: (event: WireEvent) => void;
  /** Told when the bot's process ends although nobody ended it. */
  readonly onUnexpectedEnd: (error: Deviation) => void;
};

export type Demo = Awaited<ReturnType<typeof openDemo>>;

/** Discord and a relay, both played on loopback sockets, and a bot process that knows only their addresses. */
export async function openDemo({ relay: profile, onEvent, onUnexpectedEnd }: DemoParts) {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-demo-'));
  const discord = await createDiscord({ onEvent });
  const relay = await createRelay({ profile, manual: true });
  const bot = createBotProcess({
    cwd: folder,
    onUnexpectedEnd,
    settings: {
      DISCORD_TOKEN: discord.botToken,
      RELAY_API_KEY: relay.key,
      DISCORD_API_URL: discord.apiUrl,
      RELAY_URL: relay.url,
      RELAY_AUTH: profile === 'one-hub' ? 'mj-api-secret' : 'bearer',
      STORE_URL: `sqlite:${join(folder, 'darkroom.sqlite')}`,
      POLL_SECONDS: '0.1',
      PROGRESS_SECONDS: '0.25',
      STOP_SECONDS: '3',
    },
  });

  return {
    discord,
    relay,
    bot,
    /** Leaves nothing behind: no process, no socket, no file. */
    async close(): Promise<void> {
      await bot.kill();
      await Promise.all([discord.close(), relay.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
