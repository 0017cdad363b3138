import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import { imagined, offered, withGrid } from './results.ts';

test('/history lists the caller’s results newest first, in pages, and shows one again', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const made = [];
  for (let n = 1; n <= 10; n += 1) made.push((await imagined(fixture, `fox number ${n}`)).message);
  const page = await (await ann.slash('history')).message();
  expect(page.ephemeral).toBe(true);
  expect(textOf(page).split('\n').slice(0, 2)).toEqual([
    'What you made',
    expect.stringMatching(/^- \*\*\[Imagine\]\(https:\S+\)\*\* fox number 10 · <t:\d+:R>$/),
  ]);
  expect(textOf(page)).toContain(linkTo(made[9] ?? page));
  expect(textOf(page)).toContain('Page 1 of 2');
  await ann.press(page, { label: 'Older' });
  await says(page, 'Page 2 of 2');
  expect(textOf(page).match(/fox number \d+/g)).toEqual(['fox number 2', 'fox number 1']);
  await ann.press(page, { label: 'Newer' });
  await says(page, 'Page 1 of 2');

  const [first] = offered(page);
  expect(first?.values).toHaveLength(8);
  const shown = await (await ann.choose(page, { label: 'Show one here…' }, [first?.values[2] ?? ''])).message();
  await finished(shown);
  expect([shown.ephemeral, textOf(shown)]).toEqual([true, expect.stringContaining('fox number 8')]);
  expect(labelsOf(shown)).toContain('U1');
  expect(relay.submissions).toHaveLength(10);
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
