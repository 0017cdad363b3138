import { expect, onTestFinished, test } from 'vitest';
import type { MessageBody } from '../../../src/discord/render/body.ts';
import { createDiscordApi } from '../../../src/discord/rest/api.ts';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import { direct } from '../../direct.ts';
import { place, received } from '../presenter/fixture.ts';
import { openRecordingDiscord } from '../presenter/recording-discord.ts';

/** How many edits by one token Discord allows within how many ms here. */
const [LIMIT, WINDOW] = [2, 300];

test('edits of a first answer and of further messages by the same token take turns, as they share a limit', async () => {
  const discord = await openRecordingDiscord();
  const clients = createRestClients({ apiUrl: discord.url, botToken: 'bot-token', dispatcher: direct.dispatcher });
  onTestFinished(async () => {
    clients.close();
    await discord.close();
  });
  let window = { began: Number.NEGATIVE_INFINITY, edits: 0 };
  const counted: number[] = [];
  discord.rule(({ method }) => {
    if (method !== 'PATCH') return null;
    const now = performance.now();
    if (now - window.began >= WINDOW) window = { began: now, edits: 0 };
    window.edits += 1;
    counted.push(window.edits);
    const headers = {
      'x-ratelimit-bucket': 'edits',
      'x-ratelimit-limit': String(LIMIT),
      'x-ratelimit-remaining': String(Math.max(0, LIMIT - window.edits)),
      'x-ratelimit-reset-after': String((window.began + WINDOW - now) / 1_000),
    };
    return { status: 200, body: {}, headers };
  });
  const api = createDiscordApi(clients);
  const { reply } = received;
  if (!reply) throw new Error('no token');
  const body: MessageBody = {
    content: 'done',
    embeds: [],
    components: [],
    attachments: [],
    allowed_mentions: { parse: [] },
  };
  const edit = (id: string) =>
    api.editByToken({ ...received, id, reply, place }, { body, files: [] }, new AbortController().signal);
  await Promise.all(['', '-2', '', '-3', '', '-4'].map((further) => edit(`${received.id}${further}`)));
  expect(counted).toHaveLength(6);
  expect(Math.max(...counted)).toBe(LIMIT);
});
