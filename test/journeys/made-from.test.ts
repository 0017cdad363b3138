import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished } from '../app/message-reading.ts';
import { pictureFile } from './pictures.ts';

const small = /\/made-from\.webp/;

test('a result shows what it was made from, small, also when it is shown again', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const [image, image2] = await Promise.all([pictureFile(), pictureFile('b.png', 'blue')]);
  const gestures = [
    ['edit', { prompt: 'in snow', image }],
    ['video', { prompt: 'it runs', image, end_image: image2 }],
    ['blend', { image1: image, image2 }],
    ['imagine', { prompt: 'a fox', image }],
  ] as const;
  const made = await Promise.all(
    gestures.map(async ([name, options]) => finished(await (await ann.slash(name, options)).message())),
  );
  for (const { embeds } of made) expect(embeds[0]?.thumbnail?.url).toMatch(small);
  const [edited] = made;
  const own = edited?.attachments.map(({ filename }) => filename);
  expect(own).toEqual([expect.stringContaining('picture-1'), 'made-from.webp']);
  const task = relay.submissions.find(({ endpoint }) => endpoint === 'edits')?.taskId ?? '';
  const again = await finished(await (await ann.slash('show', { task })).message());
  expect([again.attachments.length, again.embeds[0]?.thumbnail?.url]).toEqual([2, expect.stringMatching(small)]);
  expectClean(fixture);
});
