import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscord, type Discord } from '../../emulator/discord/server.ts';
import { freePort } from '../../emulator/free-port.ts';
import { createBotDesk } from './bot-controls.ts';
import { buildPage } from './build.ts';
import { createChronicle } from './event-history.ts';
import { createHands } from './gestures.ts';
import { createHub } from './hub.ts';
import { openRelayDesk } from './relay-controls.ts';
import { serve } from './server.ts';
import { setScene } from './server-scene.ts';
import { createObservatory } from './store-observer.ts';
import type { Pace, Snapshot, Switches, Turn } from './wire.ts';

export type PlaygroundOptions = {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Side of a square picture in pixels. */
  readonly pictureSize?: number;
  readonly pace?: Pace;
  /** Makes every speed of the relay so many times as fast. */
  readonly haste?: number;
};

export type Playground = Awaited<ReturnType<typeof openPlayground>>;

/** Discord, a relay and the page on loopback ports, and the bot between them as a process of its own. */
export async function openPlayground({
  port = 0,
  pictureSize = 1024,
  pace = 'normal',
  haste = 1,
}: PlaygroundOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-playground-'));
  const page = join(folder, 'page');
  const hub = createHub();
  const chronicle = createChronicle(hub, () => discord);
  const built = buildPage(page);
  const discord: Discord = await createDiscord({ onEvent: chronicle.hear });
  const scene = setScene(discord);
  const desk = await openRelayDesk({
    ...{ pictureSize, haste },
    switches: { profile: 'gateway', pace, relayDown: false, loseCallbacks: false },
    onExchange: (exchange) => hub.tell({ kind: 'exchange', exchange }),
  });
  const own = await freePort();
  const store = join(folder, 'darkroom.sqlite');
  const bot = createBotDesk({
    cwd: folder,
    onChange: (now) => hub.tell({ kind: 'bot', bot: now }),
    settings: {
      DISCORD_TOKEN: discord.botToken,
      RELAY_API_KEY: desk.key,
      DISCORD_API_URL: discord.apiUrl,
      RELAY_URL: desk.url,
      STORE_URL: `sqlite:${store}`,
      ALLOWED_USERS: scene.world.members.map(({ id }) => id).join(),
      PORT: String(own),
      PUBLIC_URL: `http://127.0.0.1:${own}`,
      POLL_SECONDS: '1',
      PROGRESS_SECONDS: '0.7',
      STOP_SECONDS: '3',
    },
  });
  const observatory = createObservatory({
    path: store,
    life: () => bot.now().life,
    onJob: (job) => hub.tell({ kind: 'job', job }),
  });

  async function change(change: Partial<Switches>): Promise<void> {
    const before = desk.switches();
    await desk.turn({ ...before, ...change });
    hub.tell({ kind: 'switches', switches: desk.switches() });
    // What the last relay could do is nothing to go by.
    if (desk.switches().profile !== before.profile && bot.now().state === 'ready') await bot.restart();
  }

  async function turn(wanted: Turn): Promise<void> {
    switch (wanted.turn) {
      case 'profile':
        return change({ profile: wanted.to });
      case 'pace':
        return change({ pace: wanted.to });
      case 'relayDown':
        return change({ relayDown: wanted.to });
      case 'loseCallbacks':
        return change({ loseCallbacks: wanted.to });
      case 'expireTokens':
        discord.expireTokens();
        return chronicle.retell();
      default:
        return bot[wanted.turn]();
    }
  }

  const snapshot = (): Snapshot => ({
    world: scene.world,
    commands: discord.commands,
    messages: chronicle.messages(),
    interactions: chronicle.interactions(),
    exchanges: desk.exchanges,
    jobs: observatory.jobs(),
    bot: bot.now(),
    switches: desk.switches(),
    violations: discord.violations,
  });
  const hands = createHands({ scene, message: chronicle.message, interaction: chronicle.interaction });
  await built;
  const web = await serve({ port, page, hub, snapshot, hands, turn, store: observatory.store, log: bot.log });
  await bot.start();

  return {
    url: web.url,
    discord,
    bot,
    scene,
    turn,
    relay: desk.relay,
    /** Leaves nothing behind: no process, no socket, no file. */
    async close(): Promise<void> {
      observatory.close();
      await bot.kill();
      await Promise.all([web.close(), discord.close(), desk.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
