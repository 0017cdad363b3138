import { vi } from 'vitest';
import { z } from 'zod';
import { type Bot, type Env, type Exit, launch } from '../crash/bot-process.ts';
import type { Discord } from '../emulator/discord/server.ts';
import { freePort } from '../emulator/free-port.ts';
import { createWireProxy, type WireProxy } from '../emulator/wire/proxy.ts';
import type { OnTestFinished } from '../test-end.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };
const Health = z.looseObject({ leader: z.boolean(), processes: z.int() });

export type Health = { readonly leader: boolean; readonly processes: number };

/** One of the processes of a bot, under a name that stays when it is started again. */
export type BotMember = {
  readonly name: string;
  /** Every life so far, oldest first. */
  readonly lives: readonly Bot[];
  /** The networks between it and the others; `store` is null where that is a file. */
  readonly network: { readonly discord: WireProxy; readonly store: WireProxy | null };
  /** Starts it and does not wait. */
  begin(): Bot;
  /** Resolves when it is ready. */
  start(): Promise<Bot>;
  /** SIGKILL; resolves when Discord has noticed. */
  kill(): Promise<Exit>;
  /** SIGTERM; resolves when it has ended. */
  stop(): Promise<Exit>;
  freeze(): void;
  thaw(): void;
  /** What it tells of itself; null while it cannot be asked, or knows nothing of other processes. */
  health(): Promise<Health | null>;
};

export type BotMemberParts = {
  readonly name: string;
  readonly env: Env;
  readonly discord: Discord;
  readonly storeUrl: string;
  /** Whether its connections go through networks that can be made bad. */
  readonly wired: boolean;
  readonly onTestFinished: OnTestFinished;
};

export async function createBotMember(parts: BotMemberParts): Promise<BotMember> {
  const { name, discord, onTestFinished } = parts;
  const port = await freePort();
  const lives: Bot[] = [];

  const through = async (address: string) => {
    const { hostname, port: target } = new URL(address);
    const proxy = await createWireProxy({ host: hostname, port: Number(target) });
    onTestFinished(proxy.close);
    return proxy;
  };
  const isFile = parts.storeUrl.startsWith('sqlite:');
  const network = { discord: await through(discord.apiUrl), store: isFile ? null : await through(parts.storeUrl) };
  const storeUrl = () => {
    if (!parts.wired || !network.store) return parts.storeUrl;
    const url = new URL(parts.storeUrl);
    url.port = String(network.store.port);
    return url.href;
  };
  const env = {
    ...parts.env,
    PORT: String(port),
    STORE_URL: storeUrl(),
    DISCORD_API_URL: discord.apiUrlOf(name, parts.wired ? `127.0.0.1:${network.discord.port}` : undefined),
  };

  function life(): Bot {
    const bot = lives.at(-1);
    if (!bot) throw new Error(`${name} has not been started`);
    return bot;
  }
  function begin(): Bot {
    const bot = launch(env, onTestFinished);
    lives.push(bot);
    return bot;
  }
  const isConnected = () => discord.sessions().some(({ by, connected }) => by === name && connected);

  return {
    name,
    lives,
    network,
    begin,
    async start() {
      const bot = begin();
      await bot.says(' is ready: ', PATIENCE.timeout);
      return bot;
    },
    async kill() {
      const exit = await life().kill();
      await vi.waitUntil(() => !isConnected(), PATIENCE);
      return exit;
    },
    stop: () => life().terminate(),
    freeze: () => life().signal('SIGSTOP'),
    thaw: () => life().signal('SIGCONT'),
    async health() {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(500) });
        return Health.parse(await answer.json());
      } catch {
        return null;
      }
    },
  };
}
