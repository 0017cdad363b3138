import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createDiscord, type Discord } from './discord/server.ts';
import type { DiscordOptions } from './discord/server-options.ts';

const Frame = z.object({ op: z.number(), d: z.unknown(), t: z.string().nullable(), s: z.number().nullable() });
type Frame = z.infer<typeof Frame>;
const Ready = z.object({ session_id: z.string(), resume_gateway_url: z.string(), shard: z.tuple([z.int(), z.int()]) });
const GatewayBot = z.object({ url: z.string(), shards: z.int(), session_start_limit: z.record(z.string(), z.int()) });

async function emulate(options: DiscordOptions = {}): Promise<Discord> {
  const discord = await createDiscord({ identifyWindowMs: 0, ...options });
  onTestFinished(discord.close);
  discord.commands.push({
    id: '1',
    name: 'imagine',
    type: 1,
    options: [],
    integration_types: [0, 1],
    version: '1',
    description: 'makes pictures',
    nsfw: false,
  });
  return discord;
}

/** Where one process finds the gateway, and how many logins it is told. */
async function askGateway(discord: Discord, name: string) {
  const answer = await fetch(`${discord.apiUrlOf(name)}/v10/gateway/bot`, {
    headers: { authorization: `Bot ${discord.botToken}` },
  });
  return GatewayBot.parse(await answer.json());
}

/** A connection of one process that has said hello. */
async function connection(discord: Discord, name: string) {
  const { url } = await askGateway(discord, name);
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  socket.on('message', (data) => void frames.push(Frame.parse(JSON.parse(String(data)))));
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));
  return {
    url,
    socket,
    send,
    identify: (shard: readonly [number, number] = [0, 1]) =>
      send(2, { token: discord.botToken, intents: 0, properties: {}, shard }),
    /** The next frame that fits, of those that were or will be heard. */
    async heard(fits: (frame: Frame) => boolean): Promise<Frame> {
      await discord.waitUntil(() => frames.some(fits));
      return z.custom<Frame>().parse(frames.find(fits));
    },
    interactions: () => frames.filter(({ t }) => t === 'INTERACTION_CREATE').length,
  };
}

/** A process with a session of its own. */
async function session(discord: Discord, name: string, shard: readonly [number, number] = [0, 1]) {
  const opened = await connection(discord, name);
  opened.identify(shard);
  const { d } = await opened.heard(({ t }) => t === 'READY');
  return { ...opened, ready: Ready.parse(d) };
}

async function answer(discord: Discord, name: string, { id, token }: { id: string; token: string }) {
  const response = await fetch(`${discord.apiUrlOf(name)}/v10/interactions/${id}/${token}/callback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 4, data: { content: `I am ${name}` } }),
  });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}

const isInvalid = ({ op }: Frame) => op === 9;

describe('two processes of one bot', () => {
  it('both hear every gesture, each with a session of its own', async () => {
    const discord = await emulate();
    const [a, b] = [await session(discord, 'a'), await session(discord, 'b')];
    expect(a.ready.session_id).not.toBe(b.ready.session_id);
    expect(a.ready.resume_gateway_url).toBe(a.url);
    const { interaction } = await discord.member('ann').slash('imagine');
    await discord.waitUntil(() => a.interactions() === 1 && b.interactions() === 1);
    expect(interaction.sentTo).toEqual(['a', 'b']);
    expect(discord.sessions()).toMatchObject([
      { by: 'a', shard: [0, 1], connected: true },
      { by: 'b', shard: [0, 1], connected: true },
    ]);
  });

  it("may both answer: the second one is refused, and that is nobody's fault", async () => {
    const discord = await emulate();
    const gesture = await discord.member('ann').slash('imagine');
    expect(await answer(discord, 'b', gesture)).toEqual({ status: 204, body: null });
    expect(await answer(discord, 'a', gesture)).toMatchObject({ status: 400, body: { code: 40060 } });
    expect((await gesture.message()).content).toBe('I am b');
    expect(await gesture.acknowledged()).toMatchObject({ by: 'b' });
    expect(gesture.interaction.refused).toMatchObject([{ by: 'a' }]);
    expect(discord.violations).toEqual([]);
  });

  it('are told apart in what they ask and in what status they set', async () => {
    const discord = await emulate();
    const b = await session(discord, 'b');
    b.send(3, { since: null, activities: [], status: 'idle', afk: false });
    await discord.waitUntil(() => discord.presences.length === 1);
    expect(discord.presences).toMatchObject([{ by: 'b', status: 'idle' }]);
    expect(discord.requests).toMatchObject([{ by: 'b', route: '/gateway/bot' }]);
  });

  it('go on as one when the other one closes for good', async () => {
    const discord = await emulate();
    const [a, b] = [await session(discord, 'a'), await session(discord, 'b')];
    a.socket.close(1000);
    await discord.waitUntil(() => discord.sessions().length === 1);
    await discord.member('ann').slash('imagine');
    await discord.waitUntil(() => b.interactions() === 1);
    expect(a.interactions()).toBe(0);
  });

  it('can lose their connections one by one, and a newcomer does not end what another one resumes', async () => {
    const discord = await emulate();
    const a = await session(discord, 'a');
    discord.faults.dropGateway('a');
    await once(a.socket, 'close');
    const b = await session(discord, 'b');
    await discord.member('ann').slash('imagine');
    await discord.waitUntil(() => b.interactions() === 1);
    const again = await connection(discord, 'a');
    again.send(6, { token: discord.botToken, session_id: a.ready.session_id, seq: 1 });
    await discord.waitUntil(() => again.interactions() === 1);
    expect(b.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('may use up a limit together without either being at fault', async () => {
    const discord = await emulate();
    const gesture = await discord.member('ann').slash('imagine');
    await answer(discord, 'a', gesture);
    const edit = (name: string) =>
      fetch(`${discord.apiUrlOf(name)}/v10/webhooks/${discord.applicationId}/${gesture.token}/messages/@original`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: '{"content":"more"}',
      });
    for (const name of ['a', 'a', 'a', 'b', 'b']) expect((await edit(name)).status).toBe(200);
    expect((await edit('b')).status).toBe(429);
    expect(discord.rateLimited).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });
});

describe('a process alone', () => {
  it.each(['', 'a'])('that answers twice is at fault, at the address of "%s"', async (name) => {
    const discord = await emulate();
    const gesture = await discord.member('ann').slash('imagine');
    await answer(discord, name, gesture);
    expect(await answer(discord, name, gesture)).toMatchObject({ status: 400, body: { code: 40060 } });
    expect(discord.violations).toEqual([`interaction ${gesture.id} was acknowledged twice`]);
  });
});

describe('where Discord serves only the newest session', () => {
  it('the older one hears nothing until the newer one is gone', async () => {
    const discord = await emulate();
    discord.faults.onlyNewestSession(true);
    const [a, b] = [await session(discord, 'a'), await session(discord, 'b')];
    await discord.member('ann').slash('imagine');
    await discord.waitUntil(() => b.interactions() === 1);
    expect(a.interactions()).toBe(0);
    b.socket.terminate();
    await discord.waitUntil(() => discord.sessions().some(({ connected }) => !connected));
    await discord.member('ann').slash('imagine');
    await discord.waitUntil(() => a.interactions() === 1);
  });

  it('each shard has a newest one', async () => {
    const discord = await emulate({ guilds: 2, shards: 2 });
    discord.faults.onlyNewestSession(true);
    const shardOf = (id: string) => Number((BigInt(id) >> 22n) % 2n);
    const older = await session(discord, 'a', [shardOf(discord.guild.id), 2]);
    await session(discord, 'b', [1 - shardOf(discord.guild.id), 2]);
    await discord.member('ann').slash('imagine');
    await discord.waitUntil(() => older.interactions() === 1);
  });
});

describe('logins', () => {
  it('a second one within the window is sent away, and counts all the same', async () => {
    const discord = await emulate({ identifyWindowMs: 60_000 });
    await session(discord, 'a');
    const b = await connection(discord, 'b');
    b.identify();
    expect(await b.heard(isInvalid)).toMatchObject({ d: false });
    expect(discord.loginAttempts).toMatchObject([
      { by: 'a', bucket: 0, verdict: 'accepted' },
      { by: 'b', bucket: 0, verdict: 'throttled' },
    ]);
    expect(discord.identifies()).toBe(1);
    expect((await askGateway(discord, 'b')).session_start_limit).toEqual({
      total: 1000,
      remaining: 998,
      reset_after: 0,
      max_concurrency: 1,
    });
  });

  it('shards of other buckets do not meet', async () => {
    const discord = await emulate({ identifyWindowMs: 60_000, maxConcurrency: 2, shards: 3 });
    expect(await askGateway(discord, 'a')).toMatchObject({ shards: 3, session_start_limit: { max_concurrency: 2 } });
    await session(discord, 'a', [0, 3]);
    await session(discord, 'a', [1, 3]);
    const third = await connection(discord, 'a');
    third.identify([2, 3]);
    await third.heard(isInvalid);
  });

  it('after the window the next one is welcome', async () => {
    const discord = await emulate({ identifyWindowMs: 50 });
    await session(discord, 'a');
    const since = discord.loginAttempts[0]?.at ?? 0;
    await discord.waitUntil(() => Date.now() - since >= 50);
    await session(discord, 'b');
    expect(discord.loginAttempts.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
  });

  it("without any left the token is no longer good, and that is the bot's fault", async () => {
    const discord = await emulate();
    discord.logins.remaining = 0;
    const a = await connection(discord, 'a');
    a.identify();
    const [code]: unknown[] = await once(a.socket, 'close');
    expect(code).toBe(4004);
    expect(discord.violations).toHaveLength(1);
  });
});
