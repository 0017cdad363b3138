import { describe, expect, test, vi } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message, Modal } from '../emulator/discord/types.ts';
import { pictureFile } from './pictures.ts';
import { withGrid } from './results.ts';

const TRY_AGAIN = { label: 'Edit and try again' };

/** What the inputs of a modal start from, by their ids. */
function startOf({ components }: Modal): Record<string, string | undefined> {
  const inputs = components.flatMap((one) => (one.type === 18 && one.component.type === 4 ? [one.component] : []));
  return Object.fromEntries(inputs.map(({ custom_id, value }) => [custom_id, value]));
}

/** Opens the modal of a refusal, which must start from what was refused, and sends another text. */
async function mended(ann: Actor, refusal: Message, refused: string, text: string): Promise<Message> {
  expect([refusal.ephemeral, labelsOf(refusal).at(-1)]).toEqual([true, 'Edit and try again']);
  const modal = await (await ann.press(refusal, TRY_AGAIN)).modal();
  expect(startOf(modal)).toEqual({ 'prompt::0::glue': refused });
  return (await ann.submit(modal, { 'prompt::0::glue': text })).message();
}

describe('a text that is refused is there to be edited', () => {
  test('below /imagine, with the options and pictures that were given; the result is as public as it was to be', async () => {
    const fixture = await createFixture();
    const { discord, relay, start } = fixture;
    await start();
    const ann = discord.member('ann');
    const image = await pictureFile();
    const wide = await (await ann.slash('imagine', { prompt: 'a {red} fox --ar wide', chaos: 9, image })).message();
    expect(textOf(wide)).toContain('a {red} fox --ar wide');
    const brace = await mended(ann, wide, 'a {red} fox --ar wide', 'a fox, {red --ar 3:2');
    expect(textOf(brace)).toMatch(/no partner[\s\S]*a fox, \{red --ar 3:2/);
    const shown = await finished(await mended(ann, brace, 'a fox, {red --ar 3:2', 'a red fox --ar 3:2'));
    expect(shown.ephemeral).toBe(false);
    expect(relay.submissions.map(({ body }) => body)).toMatchObject([
      { prompt: 'a red fox --ar 3:2 --c 9', base64Array: [expect.stringMatching(/^data:image\/png/)] },
    ]);
    expectClean(fixture);
  });

  test('below /edit, /video and /shorten', async () => {
    const fixture = await createFixture();
    const { discord, relay, start } = fixture;
    await start();
    const ann = discord.member('ann');
    const image = await pictureFile();
    const edit = await (await ann.slash('edit', { prompt: 'a hat --ar wide', image })).message();
    await finished(await mended(ann, edit, 'a hat --ar wide', 'a hat'));
    const film = await (await ann.slash('video', { prompt: 'it runs --motion high', motion: 'low', image })).message();
    await finished(await mended(ann, film, 'it runs --motion high', 'it runs --loop'));
    const shorten = await (await ann.slash('shorten', { prompt: '<@123> in snow' })).message();
    await says(await mended(ann, shorten, '<@123> in snow', 'a fox in snow'), 'Important tokens');
    expect(relay.submissions.map(({ endpoint, body }) => [endpoint, body])).toMatchObject([
      ['edits', { prompt: 'a hat' }],
      ['video', { prompt: 'it runs', motion: 'low', loop: true }],
      ['shorten', { prompt: 'a fox in snow' }],
    ]);
    const missing = await (await ann.slash('edit', { prompt: 'a long text' })).message();
    expect(textOf(missing)).toMatch(/picture[\s\S]*a long text/);
    expectClean(fixture);
  });

  test('below a Custom Zoom, with its factor', async () => {
    const fixture = await withGrid();
    const { ann, relay, grid } = fixture;
    const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
    const modal = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
    const text = { zoom: '3', 'prompt::0::glue': 'a fox from far away' };
    const refusal = await (await ann.submit(modal, text)).message();
    expect(textOf(refusal)).toMatch(/from 1 to 2[\s\S]*a fox from far away/);
    const again = await (await ann.press(refusal, TRY_AGAIN)).modal();
    expect(startOf(again)).toEqual(text);
    await finished(await (await ann.submit(again, { ...text, zoom: '1.5' })).message());
    expect(relay.submissions.at(-1)?.body).toMatchObject({ prompt: 'a fox from far away --zoom 1.5' });
    expectClean(fixture);
  });
});

test('a parameter that nobody knows is asked about, and is paid for once however often it is sent anyway', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const question = await (await ann.slash('imagine', { prompt: 'a cat --foo 3 --aspct 3:2' })).message();
  expect(textOf(question)).toContain('I do not know `--foo`.');
  expect(textOf(question)).toContain('I do not know `--aspct` (did you mean `--aspect`?).');
  expect(labelsOf(question)).toEqual(['Send anyway', 'Edit and try again']);
  expect(textOf(question)).toContain('exactly as you typed it; each result costs 1 job.');
  const twice = await Promise.all([1, 2].map(() => ann.press(question, { label: 'Send anyway' })));
  const answers = await Promise.all(twice.map((press) => press.message()));
  await Promise.all(answers.filter((one) => !one.ephemeral).map(finished));
  await says(question, 'It is on its way');
  const both = await (await ann.slash('imagine', { prompt: 'a cat --foo 3 --ar wide' })).message();
  expect(labelsOf(both)).toEqual(['Edit and try again']);
  expect(textOf(both)).not.toContain('Send anyway');
  const film = { prompt: 'it runs --foo', image: await pictureFile() };
  const asked = await (await ann.slash('video', film)).message();
  await finished(await (await ann.press(asked, { label: 'Send anyway' })).message());
  expect(relay.submissions.map(({ body }) => body)).toMatchObject([
    { prompt: 'a cat --foo 3 --aspct 3:2' },
    { prompt: 'it runs --foo' },
  ]);
  expectClean(fixture);
});

test('a window asks about a parameter that nobody knows, but not about those that it began with', async () => {
  const fixture = await withGrid({}, 'a red fox --ar 3:2');
  const { ann, relay, grid } = fixture;
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const modal = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  const asked = await (await ann.submit(modal, { zoom: '2', 'prompt::0::glue': 'snow --foo' })).message();
  expect(labelsOf(asked)).toEqual(['Send anyway', 'Edit and try again']);
  await finished(await (await ann.press(asked, { label: 'Send anyway' })).message());
  expect(relay.submissions.at(-1)?.body).toMatchObject({ prompt: 'snow --foo --zoom 2' });
  expectClean(fixture);
});

test('“Always add…” refuses what would spoil every picture', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const settings = await (await ann.slash('settings')).message();
  const modal = await (await ann.press(settings, { label: 'Always add…' })).modal();
  const refusal = await (await ann.submit(modal, { suffix: 'soft light --foo 3' })).message();
  expect(textOf(refusal)).toMatch(/I do not know `--foo`[\s\S]*soft light --foo 3/);
  const after = await mended(ann, refusal, 'soft light --foo 3', 'soft light');
  expect(textOf(after)).toContain('**Always added** · soft light');
  await ann.slash('imagine', { prompt: 'a cat' });
  await vi.waitFor(() => expect(relay.submissions[0]?.body).toMatchObject({ prompt: 'a cat soft light' }), 10_000);
  expectClean(fixture);
});
