import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { Message } from '../emulator/discord/types.ts';
import { imagined, offered, settled, withGrid } from './results.ts';

const pictureOf = ({ attachments }: Message) => attachments[0]?.url;

test('/history lists the caller’s results newest first, in pages, and shows one again', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const made: Message[] = [];
  for (let n = 1; n <= 10; n += 1) made.push((await imagined(fixture, `fox number ${n}`)).message);
  const page = await (await ann.slash('history')).message();
  expect(page.ephemeral).toBe(true);
  expect(textOf(page).split('\n').slice(0, 2)).toEqual([
    'What you made',
    expect.stringMatching(/^\*\*\[Imagine\]\(https:\S+\)\*\* fox number 10 · cost: 1 job · <t:\d+:R>$/),
  ]);
  expect(textOf(page)).toContain(linkTo(made[9] ?? page));
  expect(textOf(page)).toContain('Page 1 of 2');
  const thumbnails = () => page.embeds.map(({ thumbnail }) => thumbnail?.url);
  await vi.waitFor(() => expect(thumbnails()).toEqual(made.slice(2).toReversed().map(pictureOf)), 10_000);
  await ann.press(page, { label: 'Older' });
  await says(page, 'Page 2 of 2');
  await vi.waitFor(() => expect(thumbnails()).toEqual(made.slice(0, 2).toReversed().map(pictureOf)), 10_000);
  expect(textOf(page).match(/fox number \d+/g)).toEqual(['fox number 2', 'fox number 1']);
  await ann.press(page, { label: 'Newer' });
  await says(page, 'Page 1 of 2');

  const [first] = offered(page);
  expect(first?.values).toHaveLength(8);
  const shown = await (await ann.choose(page, { label: 'Show one here (free)…' }, [first?.values[2] ?? ''])).message();
  await finished(shown);
  expect([shown.ephemeral, textOf(shown)]).toEqual([true, expect.stringContaining('fox number 8')]);
  expect(labelsOf(shown)).toContain('U1');
  expect(relay.submissions).toHaveLength(10);
  expectClean(fixture);
});

test('/history shows its maker small copies of what only they see, and takes them away with the page', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  for (let n = 1; n <= 9; n += 1) {
    const slash = await ann.slash('imagine', { prompt: `fox number ${n}`, private: n === 1 });
    await finished(await slash.message());
    await settled(fixture, slash.id);
  }
  const page = await (await ann.slash('history')).message();
  await ann.press(page, { label: 'Older' });
  await vi.waitFor(() => expect(page.attachments).toHaveLength(1), 10_000);
  const [file] = page.attachments;
  expect(page.embeds.map(({ thumbnail }) => thumbnail?.url)).toEqual([file?.url]);
  expect(await sharp(await (await fetch(file?.url ?? '')).arrayBuffer()).metadata()).toMatchObject({ format: 'webp' });
  expect(JSON.stringify(page)).not.toContain(relay.url);
  await ann.press(page, { label: 'Newer' });
  await says(page, 'Page 1 of 2');
  expect(page.attachments).toEqual([]);
  expectClean(fixture);
});

test('/history searches the prompts and says so when it finds nothing', async () => {
  const fixture = await withGrid({}, 'a red fox');
  const { ann, bob } = fixture;
  await imagined(fixture, '雪地里的狐狸');
  const found = async (search: string) => textOf(await (await ann.slash('history', { search })).message());
  expect(await found('RED fox')).toContain('a red fox');
  expect(await found('狐狸')).toMatch(/What you made with “狐狸”\n.*雪地里的狐狸/);
  expect(await found('*cat*')).toBe('Nothing you made has “\\*cat\\*” in its prompt.');
  expect(textOf(await (await bob.slash('history')).message())).toContain('Nothing yet');
  expectClean(fixture);
});

test('/history shows one kind only, and jumps to a day', async () => {
  const fixture = await withGrid({}, 'a red fox');
  const { ann, grid } = fixture;
  const upscale = await ann.press(grid, { label: 'U1' });
  await finished(await upscale.message());
  await vi.waitFor(() => expect(records(fixture).job(upscale.id)).toMatchObject({ step: 'settled' }), 10_000);
  const page = await (await ann.slash('history')).message();
  expect(textOf(page)).toMatch(/\[U1\].*\[Imagine\]/s);
  await ann.choose(page, { label: 'Show: Everything' }, ['singles']);
  await vi.waitFor(
    () =>
      expect(textOf(page)).toMatch(
        /^What you made\n\*\*\[U1\][^\n]+\nWhat is under way or got no answer is in \/jobs$/,
      ),
    10_000,
  );
  await ann.choose(page, { label: 'Show: Single pictures' }, ['films']);
  await says(page, 'You have made nothing of that kind yet.');
  await ann.choose(page, { label: 'Show: Films' }, ['all']);
  await says(page, 'What you made');
  // All of it was made today, so there is no other day to jump to.
  expect(offered(page).map(({ label }) => label)).toEqual(['Show one here (free)…', 'Show: Everything']);
  expectClean(fixture);
});
