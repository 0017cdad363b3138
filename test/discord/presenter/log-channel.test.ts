import type { APIEmbed } from 'discord.js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { createLogChannel } from '../../../src/discord/presenter/log-channel.ts';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import { enter } from '../../../src/domain/job/job.ts';
import { openServer, type ServerPolicy } from '../../../src/domain/policy/server-policy.ts';
import { openStore } from '../../../src/store/store.ts';
import { direct } from '../../direct.ts';
import { silentLog } from '../../store/sample-records.ts';
import { brokenLimits } from '../render/limits.ts';
import { delivering, pictures, place } from './fixture.ts';
import { CHANNEL, openRecordingDiscord, refusal } from './recording-discord.ts';

const server = { guildId: place.guildId, locale: 'en-US' };
const Body = z.object({ embeds: z.array(z.object({ description: z.string() })), allowed_mentions: z.unknown() });

async function withLog(log: ServerPolicy['log'] = { channelId: CHANNEL, what: 'everything' }) {
  const discord = await openRecordingDiscord();
  const restClients = createRestClients({ apiUrl: discord.url, botToken: 'bot-token', dispatcher: direct.dispatcher });
  const store = await openStore({ url: 'memory:', log: silentLog });
  const warned: string[] = [];
  const stop = new AbortController();
  const state = { isStoreUp: true };
  const channel = createLogChannel({
    restClients,
    policies: {
      server: async () => {
        if (!state.isStoreUp) throw new Error('the disk is full');
        return { ...openServer, log };
      },
    },
    claims: store.claims,
    log: { info: () => {}, warn: (_, sentence) => void warned.push(sentence) },
    stop: stop.signal,
    pause: async () => {},
  });
  onTestFinished(async () => {
    stop.abort();
    restClients.close();
    await discord.close();
    await store.close();
  });
  const bodies = () => discord.requests.map(({ body }) => Body.parse(body));
  return { ...channel, discord, state, warned, bodies, lines: () => bodies().flatMap(({ embeds }) => embeds) };
}

/** A result whose prompt is as long as prompts get. */
function result(n: number) {
  const job = delivering({ ...pictures, prompt: `${n} ${'**fox** '.repeat(700)}` });
  return enter({ ...job, prompt: job.prompt + n }, { step: 'settled', place, outcome: job.outcome, at: 1 });
}

test('a flood of results is a few messages that Discord takes, mentions nobody and hides no moderator’s decision', async () => {
  const { add, bodies, lines } = await withLog();
  for (let n = 0; n < 300; n += 1) add(server, { kind: 'result', job: result(n) });
  add(server, { kind: 'unblocked', by: '1', memberId: '2' });
  await vi.waitFor(
    () => expect(lines().map(({ description }) => description)).toContain('<@1> lets <@2> make pictures again.'),
    10_000,
  );
  expect(bodies().length).toBeLessThan(10);
  expect(lines().length).toBeLessThan(60);
  for (const { embeds, allowed_mentions } of bodies()) {
    const shown: APIEmbed[] = embeds;
    expect(brokenLimits({ content: '', components: [], embeds: shown })).toEqual([]);
    expect(allowed_mentions).toEqual({ parse: [] });
  }
});

test('what is told once is told once, what nobody wants is not told, and an ill store keeps nobody from anything', async () => {
  const { add, lines, state, warned, discord, isFailing } = await withLog({ channelId: CHANNEL, what: 'reports' });
  const near = { kind: 'limit', isReached: false, of: 'server', window: 'day', used: 8, limit: 10, until: 0 } as const;
  add(server, { kind: 'result', job: result(1) });
  add(server, { kind: 'policy', by: '1', before: openServer, after: openServer });
  for (let n = 0; n < 3; n += 1) add(server, near, 'server:2026-11-29:10:near');
  await vi.waitFor(() => expect(lines()).toHaveLength(1), 10_000);

  state.isStoreUp = false;
  add(server, { kind: 'unblocked', by: '1', memberId: '2' });
  await vi.waitFor(() => expect(warned).toEqual(['an entry of a server’s log could not be made']), 10_000);
  state.isStoreUp = true;
  discord.answer('POST', /messages$/, { status: 500 }, 3);
  const before = discord.requests.length;
  add(server, { kind: 'unblocked', by: '1', memberId: '2' });
  await vi.waitFor(() => expect(discord.requests.length).toBe(before + 3), 10_000);
  add(server, { kind: 'unblocked', by: '1', memberId: '2' });
  await vi.waitFor(() => expect(discord.requests.length).toBe(before + 4), 10_000);
  expect(isFailing(server.guildId)).toBe(false);

  discord.answer('POST', /messages$/, refusal(403, 50013), 1);
  add(server, { kind: 'unblocked', by: '1', memberId: '3' });
  await vi.waitFor(() => expect(isFailing(server.guildId)).toBe(true), 10_000);
  add(server, { kind: 'unblocked', by: '1', memberId: '4' });
  await vi.waitFor(() => expect(isFailing(server.guildId)).toBe(false), 10_000);
  expect(lines().at(-1)?.description).toBe('<@1> lets <@4> make pictures again.');
});
