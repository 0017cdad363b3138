import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';
import { storeFile } from '../store-file.ts';
import { openTestStore, sqliteUrl } from '../test-store.ts';
import { tool } from './tool.ts';

const ANN = '100000000000000001';

test('the operator has a member forgotten while the bot runs, and the bot works it off', async () => {
  const url = sqliteUrl();
  const running = await openTestStore({ url });
  await running.members.changeSettings(ANN, () => ({ ...defaultSettings, suffix: '--ar 3:2' }));
  const place = { guildId: '1', channelId: '2', messageId: '3' };
  await running.members.addRecent(ANN, { taskId: '1', prompt: 'a red fox', place, at: 1 });
  expect(await tool(url, 'erase', ANN)).toEqual({
    code: 0,
    said: expect.stringMatching(new RegExp(`^Everything about ${ANN} is forgotten within the hour, .* Backups and`)),
  });
  await running.erasures.work();
  expect(await running.members.settings(ANN)).toEqual(defaultSettings);
  expect(await running.members.recent(ANN)).toEqual([]);
  expect(storeFile(url).dump()).not.toContain('a red fox');
});

test.each([['ann'], [`${ANN}1234567`], ['']])('an id such as %j is no member’s, and nothing is done', async (id) => {
  const url = sqliteUrl();
  await openTestStore({ url });
  const { code, said } = await tool(url, 'erase', id);
  expect([code, said.includes('npm run store -- erase <user id>')]).toEqual([2, true]);
});
