import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, labelsOf, says, textOf } from '../app/message-reading.ts';

const MODERATE = String(1n << 40n);

test('moderators see what is under way in their server, and call off what waits and what runs', async () => {
  const fixture = await createFixture({
    discord: { guilds: 2 },
    relay: { manual: true },
    env: { RELAY_CONCURRENCY: '1' },
  });
  const { discord, relay } = fixture;
  await fixture.start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const mod = discord.member('mod', { permissions: MODERATE });
  const other = discord.guilds[1] && discord.addChannel({ guild: discord.guilds[1] });
  if (!other) throw new Error('there is no second server');
  const queue = async (values = {}, where = {}) => (await mod.slash('queue', values, where)).message();
  expect(textOf(await queue())).toBe('Nothing is running or waiting in this server.');

  const running = await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  await relay.waitUntil(() => relay.submissions.length === 1);
  await (await ann.slash('imagine', { prompt: 'a secret', private: true })).message();
  const waiting = await (await bob.slash('imagine', { prompt: 'a hare' })).message();
  const elsewhere = await (await bob.slash('imagine', { prompt: 'an owl' }, { channel: other })).message();
  await expect(ann.slash('queue')).rejects.toThrow('not shown to ann');

  const list = await queue();
  expect(list.ephemeral).toBe(true);
  expect(textOf(list)).toMatch(/Under way in this server.+a fox.+in private.+a hare/s);
  expect(JSON.stringify(list)).not.toMatch(/secret|owl/);
  expect(textOf(await queue({ member: bob }))).not.toContain('a fox');
  expect(labelsOf(list)).toContain('Cancel all waiting jobs (2)');

  // One that runs, by its number; a number of another server is nobody's here.
  const menu = { label: 'Cancel one…' };
  await mod.choose(list, menu, [running.interactionId ?? '']);
  await says(list, /Midjourney stopped it|What Midjourney has begun cannot be stopped here/);
  await says(running, 'A moderator of this server cancelled this');
  const mine = await (await bob.slash('jobs')).message();
  expect(textOf(mine)).toContain('a hare');

  // Whatever waits still is called off at once; the relay gets the hidden one as soon as there is room.
  await mod.press(list, { label: labelsOf(list).find((label) => label.startsWith('Cancel all')) ?? '' });
  await says(list, /waiting jobs? (?:was|were) cancelled\. Nothing was charged\./);
  await says(waiting, /A moderator of this server cancelled this\.\W+Nothing was charged\./);
  expect(textOf(elsewhere)).not.toContain('called this off');

  // Who is no moderator any more can do nothing with an old list.
  await (await bob.slash('imagine', { prompt: 'a wolf' })).message();
  const third = await (await bob.slash('imagine', { prompt: 'a bear' })).message();
  const old = await queue();
  Object.assign(mod, { permissions: '0' });
  const late = await mod.press(old, { label: labelsOf(old).find((label) => label.startsWith('Cancel all')) ?? '' });
  await says(await late.message(), 'Only members who can moderate others or manage this server can do that.');
  expect(textOf(third)).not.toContain('called this off');
  expectClean(fixture);
});
