import { Agent, setGlobalDispatcher } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import { messageRequest } from '../../../src/discord/rest/upload.ts';
import { openRecordingDiscord } from '../presenter/recording-discord.ts';

test('uploads arrive although another undici serves the whole process', async () => {
  setGlobalDispatcher(new Agent());
  const discord = await openRecordingDiscord();
  const restClients = createRestClients({ apiUrl: `${discord.url}/`, botToken: 'bot-token' });
  onTestFinished(async () => {
    restClients.close();
    await discord.close();
  });
  const bytes = new Uint8Array([1, 2, 3]);
  const files = [
    { key: 'files[0]', name: 'a.png', data: bytes, contentType: 'image/png' },
    {
      key: 'files[1]',
      name: 'p"\r\nrompt.txt',
      data: new TextEncoder().encode('ein Bär\r\n--'),
      contentType: 'text/plain',
    },
  ];
  await restClients.bot.post('/channels/200000000000000001/messages', messageRequest({ content: 'ü' }, files));
  expect(discord.requests).toMatchObject([{ authorization: 'Bot bot-token', body: { content: 'ü' } }]);
  const arrived = [...(discord.requests[0]?.files ?? [])];
  expect(arrived).toEqual([
    ['files[0]', { name: 'a.png', type: 'image/png', bytes }],
    ['files[1]', { name: 'p___rompt.txt', type: 'text/plain', bytes: files[1]?.data }],
  ]);
});
