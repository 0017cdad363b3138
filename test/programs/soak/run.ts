import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { createDiscord } from '../../emulator/discord/server.ts';
import { createRelay } from '../../emulator/relay/server.ts';
import { startBot } from './bot-process.ts';
import { grown } from './growth.ts';
import { createEndings, createMembers } from './members.ts';
import type { SoakOptions } from './options.ts';
import type { Reading } from './sample.ts';

export type Soaked = {
  /** At the start, in the middle and at the end. */
  readonly readings: readonly Reading[];
  readonly counts: { readonly shown: number; readonly pictured: number; readonly members: number };
  /** What grew more than it may, and what else was wrong. */
  readonly wrongs: readonly string[];
};

/** Results before the first reading, which fill pools and compile code: a share of all, at most so many. */
const WARMING = { share: 0.2, most: 2_000 } as const;
/** What follows a result, notices and idle connections, has ended after so many ms. */
const CALM = 1_000;
/** Longer than Discord's three seconds, in ms: a busy machine makes a slow soak, not a failed one. */
const DEADLINE = 15_000;
/** Side of a picture in pixels. */
const SIDE = 1024;

/** Runs results through the bot and reads its process at the start, in the middle and at the end. */
export async function soak(options: SoakOptions, say: (line: string) => void = () => {}): Promise<Soaked> {
  const endings = createEndings();
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-soak-'));
  const discord = await createDiscord({
    guilds: options.guilds,
    rateLimits: false,
    deadlineMs: DEADLINE,
    onEvent: endings.notice,
  });
  const relay = await createRelay({ taskMs: 20, profile: 'raw', callbacks: false });
  relay.faults.always('picture', { status: 200, contentType: 'image/webp', body: await photograph() });
  const bot = startBot({
    PATH: process.env.PATH ?? '',
    DISCORD_TOKEN: discord.botToken,
    DISCORD_API_URL: discord.apiUrl,
    RELAY_URL: relay.url,
    RELAY_API_KEY: relay.key,
    RELAY_CONCURRENCY: '1000',
    POLL_SECONDS: '0.1',
    STORE_URL: `sqlite:${join(folder, 'store.sqlite')}`,
    STOP_SECONDS: '1',
  });
  const members = createMembers({ discord, relay, endings, options });

  async function read(name: string): Promise<Reading> {
    await delay(CALM);
    const reading = { ...(await bot.sample()), results: members.counts().shown, storeBytes: await sizeOf(folder) };
    say(`${name}: ${describe(reading)}`);
    return reading;
  }

  try {
    const registered = () => discord.isReady() && discord.commands.some(({ name }) => name === 'imagine');
    await Promise.race([discord.waitUntil(registered, 30_000), bot.died]);
    const make = (count: number) => Promise.race([members.make(count), bot.died]);
    await make(Math.ceil(Math.min(WARMING.most, WARMING.share * options.results)));
    const start = await read('start');
    await make(Math.ceil(options.results / 2));
    const middle = await read('middle');
    await make(Math.floor(options.results / 2));
    const end = await read('end');
    const wrongs = [
      ...grown(start, middle).map((what) => `in the first half ${what}`),
      ...grown(middle, end).map((what) => `in the second half ${what}`),
      ...grown(start, end).map((what) => `in all ${what}`),
      ...discord.violations.slice(0, 10),
    ];
    return { readings: [start, middle, end], counts: members.counts(), wrongs };
  } finally {
    await bot.stop();
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

function describe({ handles, discord, ...plain }: Reading): string {
  const facts = Object.entries({ ...plain, ...handles, ...discord });
  return facts.map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`).join(', ');
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((a, b) => a + b, 0);
}

/** As hard to compress as a photograph. */
function photograph(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  return sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: '#888', noise } })
    .webp({ quality: 80, effort: 1 })
    .toBuffer();
}
