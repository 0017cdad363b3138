import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, taskIdOf, textOf } from '../app/message-reading.ts';
import { storeFile } from '../store/store-file.ts';

const Export = z.looseObject({
  memberId: z.string(),
  isComplete: z.boolean(),
  recentTasks: z.array(z.looseObject({ prompt: z.string() })),
  jobs: z.array(z.looseObject({ prompt: z.string(), reply: z.null() })),
});

test('a member has all that is kept of them as a file, once a day, and then has it erased', async () => {
  const fixture = await createFixture();
  const { discord, relay, env } = fixture;
  await fixture.start();
  const [ann, ben] = [discord.member('ann'), discord.member('ben')];
  const annas = await finished(await (await ann.slash('imagine', { prompt: 'a secret fox' })).message());
  await finished(await (await ben.slash('imagine', { prompt: 'the hare of ben' })).message());

  await finished(await (await ann.press(annas, { label: 'U2' })).message());

  const me = await (await ann.slash('me')).message();
  const data = await (await ann.press(me, { label: 'My data' })).message();
  expect(data.ephemeral).toBe(true);
  expect(textOf(data)).toMatch(/your prompts and your name/);

  const file = await (await ann.press(data, { label: 'Give it to me' })).message();
  await vi.waitFor(() => expect(file.attachments).toHaveLength(1), { timeout: 10_000 });
  expect(file.ephemeral).toBe(true);
  const text = await (await fetch(file.attachments[0]?.url ?? '')).text();
  const kept = Export.parse(JSON.parse(text));
  expect(kept).toMatchObject({ memberId: ann.id, isComplete: true });
  const secret = expect.stringContaining('a secret fox');
  expect(kept.jobs.map(({ prompt }) => prompt)).toEqual([secret, secret]);
  expect(kept.recentTasks).toHaveLength(2);
  expect(text).not.toContain('the hare of ben');
  const second = await (await ann.press(data, { label: 'Give it to me' })).message();
  expect(textOf(second)).toBe('You had it within the last day. Once a day is all I do.');

  const question = await (await ann.press(data, { label: 'Erase it…' })).message();
  expect(textOf(question)).toMatch(/^Erase everything about you\?.*Kept: this month’s credit totals/s);
  const done = await (await ann.press(question, { label: 'Erase everything' })).message();
  expect(textOf(done)).toMatch(/^Your settings are gone/);
  const store = storeFile(env.STORE_URL ?? '');
  await vi.waitFor(() => expect(store.dump()).not.toContain('a secret fox'), { timeout: 10_000 });
  expect(store.dump()).toContain('the hare of ben');

  // Everybody else goes on with the picture, and what was paid for is not bought again.
  expect(labelsOf(annas)).toContain('U1');
  const before = relay.submissions.length;
  expect(textOf(await (await ben.press(annas, { label: 'U2' })).message())).toContain('already exists');
  expect(relay.submissions).toHaveLength(before);
  await finished(await (await ben.press(annas, { label: 'U1' })).message());
  const again = await (await ben.slash('show', { task: taskIdOf(annas) ?? '' })).message();
  await finished(again);
  expect(textOf(again)).toContain('somebody');
  expect(textOf(again)).not.toContain('<@0>');
  expect(textOf(await (await ann.slash('history')).message())).not.toContain('a secret fox');
  expectClean(fixture);
});

test('whom the bot serves no more can have their data erased all the same', async () => {
  const fixture = await createFixture();
  const { discord, env } = fixture;
  const app = await fixture.start();
  const ann = discord.member('ann');
  await finished(await (await ann.slash('imagine', { prompt: 'a secret fox' })).message());
  const data = await (await ann.press(await (await ann.slash('me')).message(), { label: 'My data' })).message();
  await app.stop();
  env.ALLOWED_GUILDS = '1234567890123456789';
  await fixture.start();
  const question = await (await ann.press(data, { label: 'Erase it…' })).message();
  const done = await (await ann.press(question, { label: 'Erase everything' })).message();
  expect(textOf(done)).toMatch(/^Your settings are gone/);
  const store = storeFile(env.STORE_URL ?? '');
  await vi.waitFor(() => expect(store.dump()).not.toContain('a secret fox'), { timeout: 10_000 });
  expectClean(fixture);
});
