import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handle } from '../../emulator/discord/handle.ts';
import { type Actor, createDiscord } from '../../emulator/discord/server.ts';
import type { Message, WireEvent } from '../../emulator/discord/types.ts';
import type { RelayOptions } from '../../emulator/relay/options.ts';
import { createRelay, type EmulatedRelay } from '../../emulator/relay/server.ts';
import { startProcess } from './bot-process.ts';

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
/** Longer than Discord's three seconds, in ms: a busy machine makes a slow round, not an error. */
const DEADLINE = 10_000;
/** Longest wait for a bot to be there, in ms: it may have much to read first. */
const STARTING = 120_000;
/** Longest wait for the end of one job, in ms. */
const PATIENCE = 60_000;

/** A bot in a process of its own, between a Discord and a relay of its own in this one. */
export async function createRig(options: RigOptions) {
  const { program, relay: relayOptions, env, picture, attachmentLimit = 10 * 2 ** 20, profile, prepare } = options;
  const started = new Map<string, number>();
  const answers = new Map<string, { resolve(ms: number): void; reject(error: Error): void }>();
  /** When the message of a gesture got its end, a picture or a refusal with a button, on `performance.now()`. */
  const shown = new Map<string, number>();
  const ends = new Map<string, () => void>();

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
      ends.get(interactionId)?.();
      ends.delete(interactionId);
    }
  }

  const folder = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
  const discord = await createDiscord({ rateLimits: false, deadlineMs: DEADLINE, attachmentLimit, onEvent: notice });
  const relay = await createRelay({ previews: false, ...relayOptions });
  if (picture) relay.faults.always('picture', { status: 200, contentType: 'image/webp', body: picture });
  const storeUrl = `sqlite:${join(folder, 'store.sqlite')}`;
  await prepare?.(storeUrl, { relay, guildId: discord.guild.id });
  const begun = performance.now();
  const bot = startProcess({
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
    await bot.stop();
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const registered = () => discord.isReady() && discord.commands.some(({ name }) => name === 'imagine');
    await discord.waitUntil(registered, STARTING);
  } catch (error) {
    await close();
    throw error;
  }
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
    const acknowledged = new Promise<number>((resolve, reject) => answers.set(id, { resolve, reject }));
    return {
      id,
      acknowledged,
      async shown() {
        if (!shown.has(id)) await end(id);
        return (shown.get(id) ?? Number.NaN) - (started.get(id) ?? Number.NaN);
      },
    };
  }

  function end(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${program} showed no end in ${PATIENCE} ms`)), PATIENCE);
      ends.set(id, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  return {
    discord,
    relay,
    read: bot.read,
    heap: bot.heap,
    /** When the process was started, on `performance.now()`. */
    begun,
    shown,
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
