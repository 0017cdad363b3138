import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscord } from '../emulator/discord/server.ts';
import type { WireEvent } from '../emulator/discord/types.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { createRelay, type EmulatedRelay } from '../emulator/relay/server.ts';
import { startProcess } from './process.ts';

export type RigOptions = {
  /** Path of the bot's program from the repository's root. */
  readonly program: string;
  readonly relay?: RelayOptions;
  /** Beyond the addresses and keys of the emulators. */
  readonly env?: Readonly<Record<string, string>>;
  /** Served for every picture, so that drawing does not compete for the processor. */
  readonly picture?: Buffer;
  readonly profile?: string | undefined;
  /** See `ProcessOptions`. */
  readonly collect?: boolean;
  /** What was before the bot: fills its store and the relay. */
  readonly prepare?: (storeUrl: string, relay: EmulatedRelay) => Promise<void>;
};

/** A gesture under way; `acknowledged` resolves with the ms it took. */
export type Gesture = { readonly id: string; readonly acknowledged: Promise<number> };

export type Rig = Awaited<ReturnType<typeof createRig>>;

/** Members, so that nobody's own limit is met. */
const MEMBERS = 100;
/** Longer than Discord's three seconds, in ms: a busy machine makes a slow round, not an error. */
const DEADLINE = 10_000;

/** A bot in a process of its own, between a Discord and a relay of its own in this one. */
export async function createRig(options: RigOptions) {
  const { program, relay: relayOptions, env, picture, profile, collect, prepare } = options;
  const started = new Map<string, number>();
  const answers = new Map<string, { resolve(ms: number): void; reject(error: Error): void }>();
  /** When the message of a gesture got its end, a picture or a refusal with a button, on `performance.now()`. */
  const shown = new Map<string, number>();

  function notice(event: WireEvent): void {
    const now = performance.now();
    if (event.kind === 'interaction') {
      const { id, failed } = event.interaction;
      if (failed) answers.get(id)?.reject(new Error(`${program} did not answer an interaction in time`));
      else if (!started.has(id)) started.set(id, now);
    } else if (event.kind === 'acknowledged') {
      const { id } = event.interaction;
      answers.get(id)?.resolve(now - (started.get(id) ?? now));
    } else if (event.kind === 'edited') {
      const { interactionId, attachments, components } = event.message;
      if (interactionId === null || shown.has(interactionId) || attachments.length + components.length === 0) return;
      shown.set(interactionId, now);
    }
  }

  const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
  const discord = await createDiscord({ rateLimits: false, deadlineMs: DEADLINE, onEvent: notice });
  const relay = await createRelay(relayOptions);
  if (picture) relay.faults.always('picture', { status: 200, contentType: 'image/webp', body: picture });
  const storeUrl = `sqlite:${join(folder, 'store.sqlite')}`;
  await prepare?.(storeUrl, relay);
  const begun = performance.now();
  const bot = startProcess({
    program,
    profile,
    collect,
    env: {
      PATH: process.env.PATH ?? '',
      DISCORD_TOKEN: discord.botToken,
      DISCORD_API_URL: discord.apiUrl,
      RELAY_URL: relay.url,
      RELAY_API_KEY: relay.key,
      RELAY_CONCURRENCY: '1000',
      MEMBER_MAX_WAITING: '1000',
      STORE_URL: storeUrl,
      STOP_SECONDS: '0',
      ...env,
    },
  });

  async function close(): Promise<void> {
    await bot.stop();
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const registered = () => discord.isReady() && discord.commands.some(({ name }) => name === 'imagine');
    await discord.waitUntil(registered, 20_000);
  } catch (error) {
    await close();
    throw error;
  }
  const members = Array.from({ length: MEMBERS }, (_, n) => discord.member(`member ${n}`));
  let asked = 0;

  return {
    discord,
    relay,
    read: bot.read,
    /** When the process was started, on `performance.now()`. */
    begun,
    shown,
    portOf: { discord: new URL(discord.apiUrl).port, relay: new URL(relay.url).port },
    /** Gestures so far. */
    get asked() {
      return asked;
    },
    /** Somebody types /imagine. */
    async imagine(): Promise<Gesture> {
      asked += 1;
      const member = members[asked % MEMBERS];
      if (!member) throw new Error('there is nobody');
      const { id } = await member.slash('imagine', { prompt: `a red fox in the snow, number ${asked} --ar 3:2` });
      const acknowledged = new Promise<number>((resolve, reject) => answers.set(id, { resolve, reject }));
      return { id, acknowledged };
    },
    close,
  };
}
