import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { noFiles, readSettingsFiles, type SettingsFiles } from '../../src/config/sources.ts';
import { readConfig } from '../../src/config.ts';
import { runSetup } from '../../src/setup/program.ts';
import { envReaders } from '../config/env-readers.ts';
import { createDiscord } from '../emulator/discord/server.ts';
import { createRelay } from '../emulator/relay/server.ts';
import { hasTool } from '../needed-tool.ts';
import { CONTROL_C, DOWN, ENTER, openPty, type Pty } from './pty.ts';

type World = Awaited<ReturnType<typeof createWorld>>;

/** Discord, a relay, and a folder in which nothing is set up yet. */
async function createWorld() {
  const [discord, relay] = [await createDiscord(), await createRelay({ key: 'sk-0123456789abcdef' })];
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-setup-'));
  discord.applicationFacts.bot_public = false;
  onTestFinished(async () => {
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true });
  });
  const path = join(folder, '.env');
  const env = { DISCORD_API_URL: discord.apiUrl };
  return {
    discord,
    relay,
    folder,
    path,
    env,
    /** Setup at a terminal. */
    open: (...args: readonly string[]): Pty => openPty('src/cli/setup.ts', ['--file', path, ...args], env),
    /** Setup without one, and the same after Node has read these files. */
    run(given: Readonly<Record<string, string>>, ...args: readonly string[]) {
      return this.runWith(noFiles, given, ...args);
    },
    async runWith(files: SettingsFiles, given: Readonly<Record<string, string>>, ...args: readonly string[]) {
      const out: string[] = [];
      const say = (line: string) => void out.push(line);
      const code = await runSetup({
        env: { ...env, ...given },
        files,
        args: ['--file', path, ...args],
        isAsking: false,
        say,
        complain: say,
        signal: new AbortController().signal,
      });
      return { code, out: out.join('\n') };
    },
    written: async () => envReaders.node(await readFile(path, 'utf8')),
  };
}

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

/** Answers all questions up to the invitation, the first of which is shown once `asks` is. */
async function answerTwo(pty: Pty, asks = /The token/): Promise<void> {
  await pty.sees(asks);
  pty.type(world.discord.botToken + ENTER);
  await pty.sees(/Its address/);
  pty.type(world.relay.url + ENTER);
  await pty.sees(/Its key/);
  pty.type(world.relay.key + ENTER);
}

const hasPty = process.platform === 'linux' && hasTool('script', 'bsdutils');

describe.skipIf(!hasPty)('npm run setup', () => {
  it('asks for the token, the relay and its key, finds the server, and writes a file with which the bot starts', async () => {
    const { discord, relay, path, env } = world;
    const pty = world.open();
    await answerTwo(pty);
    await pty.sees(/Serve only this server\?/);
    pty.type(ENTER);
    const { code, all } = await pty.ended;
    expect(all).toMatch(
      /Wrote \S+\.env \(4 settings, readable by you only\)\.[^\w]*└ {2}Start with: node --env-file=\S+\.env src\/index\.ts/,
    );
    expect(code).toBe(0);
    expect(all).not.toContain(discord.botToken);
    expect(all).not.toContain(relay.key);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await world.written()).toEqual({
      DISCORD_TOKEN: discord.botToken,
      RELAY_URL: relay.url,
      RELAY_API_KEY: relay.key,
      ALLOWED_GUILDS: discord.guild.id,
    });
    const config = readConfig({ ...env, ...(await world.written()) });
    expect(config.allowedGuilds).toEqual(new Set([discord.guild.id]));
  });

  it('asks again after a wrong token, and refuses unasked what is no token', async () => {
    const pty = world.open();
    await pty.sees(/The token/);
    pty.type(`1576590402363899328${ENTER}`);
    await pty.sees(/two dots/);
    expect(world.discord.requests).toEqual([]);
    pty.type(`some.other.token${ENTER}`);
    await answerTwo(pty, /Discord refuses DISCORD_TOKEN[\s\S]*The token/);
    await pty.sees(/Serve only/);
    pty.type(ENTER);
    expect(await pty.ended).toMatchObject({ code: 0 });
    expect((await world.written())?.DISCORD_TOKEN).toBe(world.discord.botToken);
  });

  it('lets a wrong key be kept after three times, or writes nothing', async () => {
    const pty = world.open();
    await pty.sees(/The token/);
    for (let tries = 0; tries < 3; tries += 1) {
      pty.type(`some.other.token${ENTER}`);
      await pty.sees(/refuses DISCORD_TOKEN[\s\S]*(?:The token|Keep it anyway)/);
    }
    pty.type(DOWN + ENTER);
    const { code, all } = await pty.ended;
    expect(all).toContain('Nothing was written');
    expect(code).toBe(1);
    expect(await readdir(world.folder)).toEqual([]);
  });

  it('waits until a public bot is public no more', async () => {
    world.discord.applicationFacts.bot_public = true;
    const pty = world.open();
    await pty.sees(/The token/);
    pty.type(world.discord.botToken + ENTER);
    await pty.sees(
      /Anybody may add this bot[\s\S]*install link to None at[\s\S]*\/installation,[\s\S]*switch[\s\S]*Public[\s\S]*I have done it/,
    );
    pty.type(ENTER);
    await pty.sees(/Anybody may add this bot[\s\S]*I have done it/);
    world.discord.applicationFacts.bot_public = false;
    pty.type(ENTER);
    await pty.sees(/Now it is right[\s\S]*Its address/);
  });

  it('shows no secret that is repeated to it, not even one that is refused', async () => {
    const { discord } = world;
    discord.faults.failRest(/users\/@me$/, 200, 1, { id: '1', username: discord.botToken });
    const pty = world.open();
    await pty.sees(/The token/);
    pty.type(discord.botToken + ENTER);
    await pty.sees(/The bot is “\[hidden\]”/);
    pty.type(CONTROL_C);
    expect((await pty.ended).all).not.toContain(discord.botToken);
  });

  it('says that a web page is no relay, and asks again', async () => {
    const page = { status: 200, body: '<!doctype html><title>Welcome</title>', contentType: 'text/html' } as const;
    world.relay.faults.always('fetch', page);
    const pty = world.open();
    await pty.sees(/The token/);
    pty.type(world.discord.botToken + ENTER);
    await pty.sees(/Its address/);
    pty.type(world.relay.url + ENTER);
    await pty.sees(/A web page answers[\s\S]*as the relay’s address[\s\S]*Its address/);
    pty.type(`quickrouter${ENTER}`);
    await pty.sees(/The relay address must be a whole address/);
    pty.type('\x15');
    expect(pty.shown()).not.toContain('RELAY_URL');
    world.relay.faults.clear();
    pty.type(world.relay.url + ENTER);
    await pty.sees(/A relay answers there[\s\S]*Its key/);
  });

  it('notices that the bot joins meanwhile, and goes on without it on Enter', async () => {
    const none = () => world.discord.faults.failRest(/guilds$/, 200, 1000, []);
    none();
    const [one, other] = [world.open(), world.open('--file', join(world.folder, 'other'))];
    for (const pty of [one, other]) {
      await answerTwo(pty);
      await pty.sees(/Invite it at[\s│]+https:[\s\S]*permissions=\d+[\s\S]*Waiting until it has joined/);
    }
    other.type(ENTER);
    expect(await other.ended).toMatchObject({ code: 0 });
    world.discord.faults.clear();
    await one.sees(/The bot is in “guild 1”[\s\S]*Serve only this server/);
    one.type(`n`);
    expect(await one.ended).toMatchObject({ code: 0 });
    expect(await world.written()).not.toHaveProperty('ALLOWED_GUILDS');
  });

  it('says that an answer will not count, because the environment has another one', async () => {
    const { discord, relay, env, path } = world;
    const given = { ...env, DISCORD_TOKEN: 'some.other.token', RELAY_API_KEY: relay.key, RELAY_URL: relay.url };
    const pty = openPty('src/cli/setup.ts', ['--file', path], given);
    await pty.sees(/Discord refuses DISCORD_TOKEN[\s\S]*The token/);
    pty.type(discord.botToken + ENTER);
    await pty.sees(/Serve only/);
    pty.type(ENTER);
    const { code, all } = await pty.ended;
    expect(all).toMatch(/DISCORD_TOKEN is in the environment, too, and that one goes before the file/);
    expect(all).not.toMatch(/RELAY_API_KEY is in the environment/);
    expect(code).toBe(0);
    expect(await world.written()).toEqual({ DISCORD_TOKEN: discord.botToken, ALLOWED_GUILDS: discord.guild.id });
  });

  it('asks only for what is missing, and keeps what is there, also what was added meanwhile', async () => {
    const { discord, relay, path } = world;
    const before = `# mine\nDISCORD_TOKEN=${discord.botToken}\nRELAY_URL=${relay.url}\nRELAY_API_KEY=\nALLOWED_GUILDS=${discord.guild.id}\n`;
    await writeFile(path, before);
    const pty = world.open();
    await pty.sees(/The bot is “darkroom[\s\S]*Its key/);
    const meanwhile = `${before}PORT=3000\n`;
    await writeFile(path, meanwhile);
    pty.type(relay.key + ENTER);
    expect(await pty.ended).toMatchObject({ code: 0 });
    expect(await readFile(path, 'utf8')).toBe(meanwhile.replace('RELAY_API_KEY=', `RELAY_API_KEY=${relay.key}`));
  });

  /** Brings a terminal to each moment at which somebody may press Ctrl+C. */
  const moments: readonly (readonly [string, (pty: Pty) => Promise<void>])[] = [
    ['at the token', (pty) => pty.sees(/The token/)],
    [
      'at the address of the relay',
      async (pty) => {
        await pty.sees(/The token/);
        pty.type(world.discord.botToken + ENTER);
        await pty.sees(/Its address/);
      },
    ],
    [
      'while it waits until the bot has joined',
      async (pty) => {
        world.discord.faults.failRest(/guilds$/, 200, 1000, []);
        await answerTwo(pty);
        await pty.sees(/Waiting until it has joined/);
      },
    ],
    [
      'at the last question',
      async (pty) => {
        await answerTwo(pty);
        await pty.sees(/Serve only/);
      },
    ],
  ];

  it.each(moments)('leaves the file as it was after Ctrl+C %s', async (_moment, bring) => {
    const before = '# mine\nPORT=3000\n';
    await writeFile(world.path, before);
    const pty = world.open();
    await bring(pty);
    pty.type(CONTROL_C);
    expect(await pty.ended).toMatchObject({ code: 130 });
    expect(await readFile(world.path, 'utf8')).toBe(before);
    expect(await readdir(world.folder)).toEqual(['.env']);
  });

  it('ends on Ctrl+C also while it waits for an answer of Discord’s', async () => {
    const pty = world.open();
    await pty.sees(/The token/);
    world.discord.faults.delayRest(/users\/@me$/, 60_000);
    pty.type(world.discord.botToken + ENTER);
    await pty.sees(/◇ {2}The token\r?\n/);
    pty.type(CONTROL_C);
    expect(await pty.ended).toMatchObject({ code: 130 });
    expect(await readdir(world.folder)).toEqual([]);
  });
});

describe.skipIf(!hasPty)('npm start without settings', () => {
  it('points to setup, where somebody can answer it', async () => {
    const pty = openPty('src/index.ts', [], {});
    const { code, all } = await pty.ended;
    expect(all).toMatch(/DISCORD_TOKEN is not set[\s\S]*Run "npm run setup"/);
    expect(code).toBe(78);
  });
});

describe('npm run setup without a terminal', () => {
  it('asks nothing, says how it is done, and ends with 2', async () => {
    expect(await world.run({})).toEqual({ code: 2, out: expect.stringContaining('--no-questions') });
    const out = expect.stringMatching(/^Unknown option '--verbose'\.\n[\s\S]*--file PATH/);
    expect(await world.run({}, '--verbose')).toEqual({ code: 2, out });
    for (const help of ['--help', '-h']) {
      expect(await world.run({}, help)).toEqual({ code: 0, out: expect.stringContaining('--file PATH') });
    }
  });

  it('takes the environment, tries it, and writes it', async () => {
    const { discord, relay } = world;
    const given = { DISCORD_TOKEN: discord.botToken, RELAY_API_KEY: relay.key, RELAY_URL: relay.url };
    const { code, out } = await world.run({ ...given, PORT: '3000', HOME: '/' }, '--no-questions');
    expect(out).toMatch(/ ok {4}Discord takes the token[\s\S]*Wrote \S+\.env \(3 settings, readable by you only\)/);
    expect(code).toBe(0);
    expect(await world.written()).toEqual(given);
  });

  it('takes what another file has put into the environment, too', async () => {
    const { discord, relay, folder } = world;
    const given = { DISCORD_TOKEN: discord.botToken, RELAY_API_KEY: relay.key, RELAY_URL: relay.url };
    const other = join(folder, 'other.env');
    await writeFile(
      other,
      Object.entries(given).map(([name, value]) => `${name}=${value}\n`),
      { mode: 0o600 },
    );
    const files = readSettingsFiles({}, [`--env-file=${other}`]);
    const { code, out } = await world.runWith(files, given, '--no-questions');
    expect(out).toMatch(/Wrote \S+\.env \(3 settings.*node --env-file=\S+\.env src\/index\.ts/);
    expect(code).toBe(0);
    expect(await world.written()).toEqual(given);
    // What the file itself has put there is there already.
    const own = readSettingsFiles({}, [`--env-file=${world.path}`]);
    expect(await world.runWith(own, given, '--no-questions')).toMatchObject({
      code: 0,
      out: expect.stringContaining('All is set already'),
    });
  });

  it('lists what is missing or wrong, and writes nothing', async () => {
    const { relay, folder } = world;
    const given = { RELAY_API_KEY: 'sk-of-somebody-else', RELAY_URL: relay.url };
    const { code, out } = await world.run(given, '--no-questions');
    expect(out).toMatch(/bad {3}DISCORD_TOKEN is not set[\s\S]*refuses RELAY_API_KEY[\s\S]*Nothing was written/);
    expect(out).not.toContain('somebody-else');
    expect(code).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses unasked what is no token', async () => {
    const given = { DISCORD_TOKEN: '1576590402363899328', RELAY_API_KEY: world.relay.key, RELAY_URL: world.relay.url };
    const { code, out } = await world.run(given, '--no-questions');
    expect(out).toMatch(/bad {3}DISCORD_TOKEN is no token: .*two dots/);
    expect(code).toBe(1);
    expect(world.discord.requests).toEqual([]);
  });

  it('mends no file that cannot be read as it was meant', async () => {
    await writeFile(world.path, Buffer.from('\ufeffPORT=3000\n', 'utf16le'));
    const { code, out } = await world.run({}, '--no-questions');
    expect(out).toMatch(/is saved as UTF-16[\s\S]*Nothing was written/);
    expect(code).toBe(1);
  });
});
