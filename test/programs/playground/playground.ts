import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscord, type Discord } from '../../emulator/discord/server.ts';
import { freePort } from '../../emulator/free-port.ts';
import { createBotPair } from './bot-pair.ts';
import { buildPage } from './build.ts';
import { createEventHistory } from './event-history.ts';
import { createGestures } from './gestures.ts';
import { setUpGuild } from './guild-setup.ts';
import { createHub } from './hub.ts';
import { openRelayControls } from './relay-controls.ts';
import { serve } from './server.ts';
import { createStoreObserver } from './store-observer.ts';
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
  const history = createEventHistory(hub, () => discord);
  const built = buildPage(page);
  const discord: Discord = await createDiscord({ onEvent: history.onEvent });
  const guild = setUpGuild(discord);
  const relayControls = await openRelayControls({
    pictureSize,
    haste,
    switches: { profile: 'gateway', pace, relayDown: false, loseCallbacks: false },
    onExchange: (exchange) => hub.tell({ kind: 'exchange', exchange }),
  });
  const store = join(folder, 'darkroom.sqlite');
  function settings(port: number) {
    return {
      DISCORD_TOKEN: discord.botToken,
      RELAY_API_KEY: relayControls.key,
      DISCORD_API_URL: discord.apiUrl,
      RELAY_URL: relayControls.url,
      // Read at each start of the bot, and another profile restarts it.
      get RELAY_AUTH() {
        const { profile } = relayControls.switches();
        return profile === 'original' || profile === 'one-hub' ? 'mj-api-secret' : 'bearer';
      },
      STORE_URL: `sqlite:${store}`,
      OPERATORS: guild.operator,
      ALLOWED_USERS: guild.world.members.map(({ id }) => id).join(),
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      POLL_SECONDS: '1',
      PROGRESS_SECONDS: '0.7',
      STOP_SECONDS: '3',
    };
  }
  const bots = createBotPair({
    cwd: folder,
    onChange: (which, bot) => hub.tell({ kind: 'bot', which, bot }),
    settings: { first: settings(await freePort()), second: settings(await freePort()) },
  });
  const storeObserver = createStoreObserver({
    path: store,
    processNumber: bots.leader,
    onJob: (job) => hub.tell({ kind: 'job', job }),
  });

  async function change(change: Partial<Switches>): Promise<void> {
    const before = relayControls.switches();
    await relayControls.turn({ ...before, ...change });
    hub.tell({ kind: 'switches', switches: relayControls.switches() });
    // What the last relay could do is nothing to go by.
    if (relayControls.switches().profile !== before.profile) await bots.restart();
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
        return history.retell();
      default:
        return bots[wanted.which][wanted.turn]();
    }
  }

  const snapshot = (): Snapshot => ({
    world: guild.world,
    commands: discord.commands,
    messages: history.messages(),
    interactions: history.interactions(),
    exchanges: relayControls.exchanges,
    jobs: storeObserver.jobs(),
    bots: { first: bots.first.now(), second: bots.second.now() },
    switches: relayControls.switches(),
    violations: discord.violations,
  });
  const makeGesture = createGestures({ guild, message: history.message, interaction: history.interaction });
  await built;
  const web = await serve({ port, page, hub, snapshot, makeGesture, turn, store: storeObserver.store, log: bots.log });
  await bots.first.start();

  return {
    url: web.url,
    discord,
    bot: bots.first,
    second: bots.second,
    killNow: bots.killNow,
    guild,
    turn,
    relay: relayControls.relay,
    /** Leaves nothing behind: no process, no socket, no file. */
    async close(): Promise<void> {
      storeObserver.close();
      await bots.kill();
      await Promise.all([web.close(), discord.close(), relayControls.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
