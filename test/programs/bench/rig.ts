import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handle } from '../../emulator/discord/handle.ts';
import { type Actor, createDiscord } from '../../emulator/discord/server.ts';
import type { Message } from '../../emulator/discord/types.ts';
import type { RelayOptions } from '../../emulator/relay/options.ts';
import { createRelay, type EmulatedRelay } from '../../emulator/relay/server.ts';
import { createBots } from './bots.ts';
import { createSightings } from './sightings.ts';

export type RigOptions = {
  /** Path of the bot's program from the repository's root. */
  readonly program: string;
  readonly relay?: RelayOptions;
  /** Beyond the addresses and keys of the emulators. */
  readonly env?: Readonly<Record<string, string>>;
  /** Served for every picture, so that drawing does not compete for the processor. */
  readonly picture?: Buffer;
  /** Largest upload that Discord takes, in bytes. */
  readonly attachmentLimit?: number;
  /** How long Discord waits for an answer, in ms; unless given, so long that a busy machine makes a slow round, not an error. */
  readonly deadlineMs?: number;
  readonly profile?: string | undefined;
  /** What was before the bot: fills its store and the relay. */
  readonly prepare?: (
    storeUrl: string,
    world: { readonly relay: EmulatedRelay; readonly guildId: string },
  ) => Promise<void>;
};

/** A gesture under way; both resolve with the ms since it was made. */
export type Gesture = {
  readonly id: string;
  readonly acknowledged: Promise<number>;
  /** The end of its job can be seen. */
  shown(): Promise<number>;
};

export type Rig = Awaited<ReturnType<typeof createRig>>;

/** Members, so that nobody's own limit is met. */
const MEMBERS = 100;
/** Longest wait for a bot to be there, in ms: it may have much to read first. */
const STARTING = 120_000;

/** A bot in processes of its own, one unless more are added, between a Discord and a relay of its own in this one. */
export async function createRig(options: RigOptions) {
  const { program, relay: relayOptions, env, picture, profile, prepare } = options;
  const { attachmentLimit = 10 * 2 ** 20, deadlineMs = 10_000 } = options;
  const sightings = createSightings(program);
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
  const discord = await createDiscord({ rateLimits: false, deadlineMs, attachmentLimit, onEvent: sightings.notice });
  const relay = await createRelay({ previews: false, ...relayOptions });
  if (picture) relay.faults.always('picture', { status: 200, contentType: 'image/webp', body: picture });
  const storeUrl = `sqlite:${join(folder, 'store.sqlite')}`;
  await prepare?.(storeUrl, { relay, guildId: discord.guild.id });
  const begun = performance.now();
  const bots = createBots({
    program,
    profile,
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
    await bots.stop();
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true, force: true });
  }

  /** One more process on the same store, once it hears members. Rejects when it ends, or is not there in time. */
  async function addProcess(): Promise<void> {
    const before = discord.identifies();
    const ended = bots.add().over.then((code) => {
      throw new Error(`another process of ${program} ended with code ${code}`);
    });
    await Promise.race([discord.waitUntil(() => discord.identifies() > before, STARTING), ended]);
  }

  try {
    const registered = () => discord.isReady() && discord.commands.some(({ name }) => name === 'imagine');
    await discord.waitUntil(registered, STARTING);
  } catch (error) {
    await close();
    throw error;
  }
  const connected = performance.now() - begun;
  const members = Array.from({ length: MEMBERS }, (_, n) => discord.member(`member ${n}`));
  let asked = 0;

  function memberOf(n: number): Actor {
    const member = members[n % MEMBERS];
    if (!member) throw new Error('there is nobody');
    return member;
  }

  async function made(gesture: Promise<Handle>): Promise<Gesture> {
    asked += 1;
    const { id } = await gesture;
    return { id, acknowledged: sightings.acknowledged(id), shown: () => sightings.ended(id) };
  }

  return {
    discord,
    relay,
    read: bots.read,
    heap: bots.heap,
    flush: bots.flush,
    replaceProcess: bots.replace,
    addProcess,
    /** When the process was started, on `performance.now()`, and the ms until it heard members and had its commands registered. */
    begun,
    connected,
    shown: sightings.shown,
    portOf: { discord: new URL(discord.apiUrl).port, relay: new URL(relay.url).port },
    /** Gestures so far. */
    get asked() {
      return asked;
    },
    /** Somebody types /imagine. */
    imagine: () =>
      made(memberOf(asked + 1).slash('imagine', { prompt: `a red fox in the snow, number ${asked + 1} --ar 3:2` })),
    /** The n-th member presses a button of a message. */
    press: (n: number, message: Message, label: string) => made(memberOf(n).press(message, { label })),
    close,
  };
}
