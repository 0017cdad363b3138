import { Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import { direct } from '../../direct.ts';
import { openRecordingDiscord } from '../presenter/recording-discord.ts';

/** How many messages of a channel Discord lets be read within how many ms here. */
const [LIMIT, WINDOW] = [3, 300];

test('messages that are read right after the start take turns from the first one on', async () => {
  const discord = await openRecordingDiscord();
  const clients = createRestClients({ apiUrl: discord.url, botToken: 'bot-token', dispatcher: direct.dispatcher });
  onTestFinished(async () => {
    clients.close();
    await discord.close();
  });
  let window = { began: Number.NEGATIVE_INFINITY, reads: 0 };
  const counted: number[] = [];
  discord.rule(() => {
    const now = performance.now();
    if (now - window.began >= WINDOW) window = { began: now, reads: 0 };
    window.reads += 1;
    counted.push(window.reads);
    const headers = {
      'x-ratelimit-bucket': 'reads',
      'x-ratelimit-limit': String(LIMIT),
      'x-ratelimit-remaining': String(Math.max(0, LIMIT - window.reads)),
      'x-ratelimit-reset-after': String((window.began + WINDOW - now) / 1_000),
    };
    return { status: 200, body: {}, headers };
  });
  const read = (n: number) => clients.bot.get(Routes.channelMessage('1576431480861622272', `157643148086162227${n}`));
  const early = [1, 2, 3].map(read);
  await early[0];
  await Promise.all([...early, ...[4, 5, 6].map(read)]);
  expect(counted).toHaveLength(6);
  expect(Math.max(...counted)).toBe(LIMIT);
});
