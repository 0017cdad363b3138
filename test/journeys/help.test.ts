import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';

test('/help shows what can be done, lets a member try it, and leads to their settings', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const help = await (await ann.slash('help')).message();
  expect(help.ephemeral).toBe(true);
  expect(labelsOf(help)).toEqual(['Try it', 'Settings']);
  const told = JSON.stringify(help.embeds);
  expect(told).toContain(
    'Buttons work for 90 days after their last use, but Midjourney forgets pictures after about a month',
  );
  const named = [...told.matchAll(/<\/(\w+):(\d+)>/g)].map(([, name, id]) => ({ name, id }));
  expect(named.length).toBeGreaterThan(5);
  expect(discord.commands).toEqual(expect.arrayContaining(named.map((one) => expect.objectContaining(one))));
  expect(told).not.toMatch(/`\/\w+`/);

  const settings = await (await ann.press(help, { label: 'Settings' })).message();
  expect(textOf(settings)).toContain('Your settings');
  await (await ann.choose(settings, { customId: 'settings::pick::aspect' }, ['3:2'])).message();

  const modal = await (await ann.press(help, { label: 'Try it' })).modal();
  const fields = JSON.stringify(modal.components);
  expect(fields).toContain('prompt::0');
  const job = await (await ann.submit(modal, { 'prompt::0::glue': 'a red fox' })).message();
  await finished(job);
  expect(relay.submissions.map(({ body }) => body)).toEqual([
    expect.objectContaining({ prompt: 'a red fox --ar 3:2', botType: 'MID_JOURNEY' }),
  ]);
  expectClean(fixture);
});

test('a member who has not been seen before is shown around below their first job, and never again', async () => {
  const fixture = await createFixture({ onboarding: true });
  const { discord, start } = fixture;
  const app = await start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const first = await Promise.all(['a fox', 'a hen'].map((prompt) => ann.slash('imagine', { prompt })));
  for (const job of first) await finished(await job.message());
  const [hint, ...more] = discord.messages().filter(({ ephemeral }) => ephemeral);
  if (!hint) throw new Error('nobody was welcomed');
  expect(more).toEqual([]);
  expect(hint.viewerId).toBe(ann.id);
  for (const word of ['New here?', 'U1–U4', 'V1–V4']) expect(textOf(hint)).toContain(word);
  // It is read when the picture is there, and must not hide it.
  expect(textOf(hint)).not.toMatch(/on its way|\n/);
  expect(hint.embeds).toEqual([]);
  expect(labelsOf(hint)).toEqual(['What else?', 'Settings']);
  const help = await (await ann.press(hint, { label: 'What else?' })).message();
  expect(labelsOf(help)).toContain('Try it');

  await app.stop();
  await start();
  await finished(await (await ann.slash('imagine', { prompt: 'a cow' })).message());
  const grid = discord.messages().find(({ ephemeral }) => !ephemeral);
  if (!grid) throw new Error('there is no grid');
  await finished(await (await bob.press(grid, { label: 'U1' })).message());
  const welcomes = discord.messages().filter((message) => labelsOf(message).includes('What else?'));
  expect(welcomes.map(({ viewerId }) => viewerId)).toEqual([ann.id, bob.id]);
  expectClean(fixture);
});
