import { Agent, setGlobalDispatcher } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { createRests } from '../../src/discord/rest.ts';
import { openSmallDiscord } from './small-discord.ts';

test('uploads arrive although another undici serves the whole process', async () => {
  setGlobalDispatcher(new Agent());
  const discord = await openSmallDiscord();
  const rests = createRests({ apiUrl: `${discord.url}/`, botToken: 'bot-token' });
  onTestFinished(async () => {
    rests.close();
    await discord.close();
  });
  const bytes = new Uint8Array([1, 2, 3]);
  await rests.bot.post('/channels/200000000000000001/messages', {
    body: { content: 'ü' },
    files: [{ name: 'a.png', data: bytes, contentType: 'image/png' }],
  });
  expect(discord.requests).toMatchObject([{ authorization: 'Bot bot-token', body: { content: 'ü' } }]);
  expect(discord.requests[0]?.files.get('files[0]')).toEqual({ name: 'a.png', type: 'image/png', bytes });
});
