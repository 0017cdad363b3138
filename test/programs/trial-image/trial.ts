import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { createDiscord } from '../../emulator/discord/server.ts';
import type { Message } from '../../emulator/discord/types.ts';
import { freePort } from '../../emulator/free-port.ts';
import type { createRelay } from '../../emulator/relay/server.ts';
import { isRoot } from './assemble.ts';
import { TrialEnd } from './command.ts';
import type { Container, Containers } from './containers.ts';

export type TrialParts = {
  readonly containers: Containers;
  readonly discord: Awaited<ReturnType<typeof createDiscord>>;
  readonly relay: Awaited<ReturnType<typeof createRelay>>;
  readonly say: (line: string) => void;
};

/** How long a member waits for a picture, in ms: the machine may be busy. */
const PATIENCE = 30_000;
const READY = ' is ready: ';
const OTHER_USER = 1234;

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new TrialEnd(otherwise);
}

/** Tries what the image promises, one container after the other. Throws TrialEnd at the first thing that is not so. */
export async function tryImage({ containers, discord, relay, say }: TrialParts): Promise<void> {
  const volume = `darkroom-trial-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-trial-'));
  const running: Container[] = [];
  const env = {
    DISCORD_TOKEN: discord.botToken,
    RELAY_API_KEY: relay.key,
    DISCORD_API_URL: discord.apiUrl,
    RELAY_URL: relay.url,
    POLL_SECONDS: '0.1',
    PROGRESS_SECONDS: '0.1',
    LOG_FORMAT: 'json',
    PORT: String(await freePort()),
  };

  async function begin(data = volume, user?: string): Promise<Container> {
    const container = await containers.run(env, data, user);
    running.push(container);
    return container;
  }

  async function start(data = volume, user?: string): Promise<Container> {
    const from = performance.now();
    const container = await begin(data, user);
    await container.says(READY);
    say(`ok  ready ${Math.round(performance.now() - from)} ms after it was started`);
    return container;
  }

  async function stopped(container: Container, most: number): Promise<void> {
    const { code, ms } = await container.stop();
    demand(code === 0, `It ended with code ${code} when it was stopped:\n${await container.log()}`);
    demand(ms < most, `It took ${ms} ms to stop.`);
    say(`ok  stopped in ${ms} ms, exit code 0`);
  }

  try {
    const size = await containers.build();
    say(`ok  built with ${containers.name}: ${size} MB with its base`);

    const first = await start();
    const picture = await pictureOf(discord, async (ann) => ann.slash('imagine', { prompt: 'a fox' }));
    say('ok  locked up as in compose.yaml, it shows a picture');
    const health = await first.node('src/cli/health.mjs');
    demand(health.code === 0, `The health check says ${health.code}: ${health.out}`);
    say('ok  it calls itself well');
    await consult(first, env, say);
    say(`ok  memory at its most: ${(await first.memory()) ?? 'unknown'} MB`);
    await first.kill();
    say('ok  killed');

    const second = await start();
    await pictureOf(discord, async (ann) => ann.press(picture, { label: 'U2' }));
    say('ok  started again on the same volume, it knows the buttons of before');
    const third = await start();
    await stopped(second, 10_000);
    say('ok  another one on the same volume is ready before it stops');
    await stopped(third, 10_000);

    const uid = isRoot ? OTHER_USER : (process.getuid?.() ?? OTHER_USER);
    chownSync(folder, uid, uid);
    const other = await start(folder, `${uid}:${uid}`);
    say('ok  it runs as another user, to whom the folder of its data belongs');
    await stopped(other, 10_000);
  } finally {
    for (const container of running) await container.remove();
    await containers.removeVolume(volume);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ann = ReturnType<TrialParts['discord']['member']>;

/** The message that answers what ann does, once it shows a picture. */
async function pictureOf(
  discord: TrialParts['discord'],
  gesture: (ann: Ann) => Promise<{ message(): Promise<Message> }>,
): Promise<Message> {
  const message = await (await gesture(discord.member('ann'))).message();
  await discord.waitUntil(() => message.attachments.length > 0 && message.components.length > 0, PATIENCE);
  return message;
}

/** The doctor looks around in the container, and tells nobody the secrets. */
async function consult(
  container: Container,
  { DISCORD_TOKEN, RELAY_API_KEY }: Readonly<{ DISCORD_TOKEN: string; RELAY_API_KEY: string }>,
  say: TrialParts['say'],
): Promise<void> {
  const { code, out } = await container.node('src/cli/doctor.ts');
  demand(code === 0 || code === 1, `The doctor ended with code ${code}:\n${out}`);
  demand(!out.includes(DISCORD_TOKEN) && !out.includes(RELAY_API_KEY), 'The doctor told a secret.');
  say(`ok  the doctor says (code ${code}):\n${out.trim().replaceAll(/^ ?/gm, '      ')}`);
}
