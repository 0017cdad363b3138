import { expect, test, vi } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';

/** What each menu stands at. */
function chosenIn({ components }: Message): (string | undefined)[] {
  return components
    .flatMap((row) => row.components)
    .flatMap((one) => (one.type === 3 ? [one.options.find((option) => option.default)?.label] : []));
}

async function promptOf(relay: Awaited<ReturnType<typeof createFixture>>['relay'], index: number): Promise<unknown> {
  await relay.waitUntil(() => relay.submissions.length > index);
  return relay.submissions[index]?.body;
}

test('a member sees their settings, changes each in place, and everything they make starts from them', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');

  const settings = await (await ann.slash('settings')).message();
  expect(settings.ephemeral).toBe(true);
  expect(chosenIn(settings)).toEqual([
    'Model: Midjourney decides',
    'Shape: Midjourney decides',
    'Speed: Midjourney decides',
    'Stylize: Midjourney decides',
  ]);
  expect(labelsOf(settings).slice(4)).toEqual([
    'Remix: off',
    'Only for me: off',
    'Mention me: on',
    'Always add…',
    'Reset',
  ]);

  await (await ann.choose(settings, { customId: 'settings::pick::model' }, ['niji 6'])).message();
  await (await ann.choose(settings, { customId: 'settings::pick::aspect' }, ['3:2'])).message();
  await (await ann.choose(settings, { customId: 'settings::pick::speed' }, ['turbo'])).message();
  await (await ann.choose(settings, { customId: 'settings::pick::stylize' }, ['250'])).message();
  await (await ann.press(settings, { label: 'Only for me: off' })).message();
  await (await ann.press(settings, { label: 'Remix: off' })).message();
  await (await ann.press(settings, { label: 'Mention me: on' })).message();
  const modal = await (await ann.press(settings, { label: 'Always add…' })).modal();
  await (await ann.submit(modal, { suffix: '  soft *light*   --no text ' })).message();

  expect(discord.messages()).toEqual([settings]);
  expect(textOf(settings).split('\n').slice(3)).toEqual([
    '**Model** · Niji 6',
    '**Shape** · 3:2',
    '**Speed** · Turbo',
    '**Stylize** · high (250)',
    '**Remix** · variations, rerolls and pans ask for a new prompt first',
    '**Only for me** · only you see what you make',
    '**Mention me** · never',
    '**Always added** · soft \\*light\\* --no text',
  ]);
  expect(chosenIn(settings)).toEqual(['Model: Niji 6', 'Shape: 3:2', 'Speed: Turbo', 'Stylize: high (250)']);

  const fox = await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  expect(fox.ephemeral).toBe(true);
  const body = await promptOf(relay, 0);
  expect(body).toMatchObject({
    botType: 'NIJI_JOURNEY',
    prompt: expect.stringMatching(/^a fox,? soft \*light\* /),
  });
  for (const flag of ['--no text', '--ar 3:2', '--niji 6', '--s 250', '--turbo']) {
    expect(body).toMatchObject({ prompt: expect.stringContaining(flag) });
  }
  await finished(fox);

  const said = await ann.slash('imagine', { prompt: 'a hen --ar 1:1', private: false });
  expect((await said.message()).ephemeral).toBe(false);
  expect(await promptOf(relay, 1)).toMatchObject({ prompt: expect.stringMatching(/^(?!.*--ar 3:2).*--ar 1:1/) });

  await (await ann.press(settings, { label: 'Reset' })).message();
  expect(labelsOf(settings).slice(4, 7)).toEqual(['Remix: off', 'Only for me: off', 'Mention me: on']);
  expect(() => expect(chosenIn(settings)).toContain('Model: Niji 6')).toThrow();
  const plain = await (await ann.slash('imagine', { prompt: 'a cow' })).message();
  expect(plain.ephemeral).toBe(false);
  expect(await promptOf(relay, 2)).toMatchObject({ prompt: 'a cow', botType: 'MID_JOURNEY' });
  expectClean(fixture);
});

test('settings survive a restart, belong to one member, and whoever wants privacy gets it below other members’ pictures too', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  const app = await start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const settings = await (await ann.slash('settings')).message();
  await (await ann.press(settings, { label: 'Only for me: off' })).message();
  await app.stop();
  await start();

  const again = await (await ann.slash('settings')).message();
  expect(labelsOf(again)).toContain('Only for me: on');
  expect(labelsOf(await (await bob.slash('settings')).message())).toContain('Only for me: off');

  const grid = await finished(await (await bob.slash('imagine', { prompt: 'a fox' })).message());
  expect(grid.ephemeral).toBe(false);
  const single = await (await ann.press(grid, { label: 'V1' })).message();
  expect(single.ephemeral).toBe(true);
  await finished(single);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('buttons and menus of an older settings message mean what they say', async () => {
  const fixture = await createFixture();
  const { discord, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const [older, newer] = [await (await ann.slash('settings')).message(), await (await ann.slash('settings')).message()];
  await (await ann.press(newer, { label: 'Remix: off' })).message();
  await Promise.all([
    ann.press(older, { label: 'Remix: off' }),
    ann.choose(older, { customId: 'settings::pick::aspect' }, ['16:9']),
  ]);
  const last = await (await ann.slash('settings')).message();
  await vi.waitFor(() => expect(chosenIn(older)).toContain('Shape: 16:9'), 10_000);
  expect(labelsOf(last)).toContain('Remix: on');
  const unset = await ann.choose(older, { customId: 'settings::pick::aspect' }, ['unset']);
  expect(chosenIn(await unset.message())).toContain('Shape: Midjourney decides');
  expectClean(fixture);
});
