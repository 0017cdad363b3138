import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, says, textOf } from '../app/message-reading.ts';
import { midjourneysIn, pictureFile } from './pictures.ts';

test.each(['raw', 'gateway'] as const)('a picture is edited with words on a %s relay', async (profile) => {
  const fixture = await createFixture({ relay: { profile } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const slash = await ann.slash('edit', { prompt: 'the same in snow', image: await pictureFile() });
  const grid = await finished(await slash.message());
  expect(textOf(grid)).toMatch(/(^|\n)-# <@\d+> · Edit · \d+ sec/);
  expect(textOf(grid)).toContain('the same in snow');
  expect(relay.submissions[0]).toMatchObject({
    endpoint: 'edits',
    body: { prompt: 'the same in snow', image: expect.stringMatching(/^data:image\/png;base64,/) },
  });
  await finished(await (await ann.press(grid, { label: 'V1' })).message());
  expectClean(fixture);
});

test('an edit without its picture or with flags alone costs nothing', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const without = await (await ann.slash('edit', { prompt: 'in snow' })).message();
  expect(textOf(without)).toBe('Give a picture, as a file or as a link.\nin snow');
  const wordless = await (await ann.slash('edit', { prompt: '\u200b', image: await pictureFile() })).message();
  expect(textOf(wordless)).toBe('Write what you want to see.');
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('a relay without editing says so, and the other commands go on', async () => {
  const fixture = await createFixture({ relay: { profile: 'raw' } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  relay.faults.next('submit', { status: 404, body: '' });
  const refused = await says(
    await (await ann.slash('edit', { prompt: 'in snow', image: await pictureFile() })).message(),
    'does not offer “Edit”. Nothing was charged.',
  );
  expect(midjourneysIn(refused)).toEqual([]);
  await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  expectClean(fixture);
});
