import { expect, test, vi } from 'vitest';
import { BLOCKS_MAX, openServer, withBlock, withoutBlock } from '../../src/domain/policy/server-policy.ts';
import { createFixture } from '../app/fixture.ts';
import { expectClean, says, textOf } from '../app/message-reading.ts';

const MODERATE = String(1n << 40n);
const STOPPED_YOU = 'The moderators of this server have stopped you from making pictures';

test('a moderator stops a flood with one command: what waits is called off, what runs can be stopped, nothing new begins', async () => {
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
  const imagine = async (member: typeof ann, prompt: string, where = {}) =>
    (await member.slash('imagine', { prompt }, where)).message();

  const running = await imagine(bob, 'a fox');
  await relay.waitUntil(() => relay.submissions.length === 1);
  const waiting = [await imagine(bob, 'a hare'), await imagine(bob, 'an owl')];
  const elsewhere = await imagine(bob, 'a bear', { channel: other });
  const others = await imagine(ann, 'a wolf');
  await expect(bob.slash('unblock', { member: bob })).rejects.toThrow('not shown to bob');

  const blocked = await (await mod.slash('block', { member: bob, days: 7, reason: 'a flood' })).message();
  expect(blocked.ephemeral).toBe(true);
  expect(textOf(blocked)).toMatch(
    /^<@\d+> cannot make pictures here until <t:\d+:D>\. \/unblock ends that\. 2 waiting jobs were cancelled\. 1 is running\.$/,
  );
  for (const message of waiting) await says(message, 'A moderator of this server cancelled this.');
  expect([textOf(others), textOf(elsewhere)].join()).not.toContain('called this off');

  await mod.press(blocked, { label: 'Stop what is running (1)' });
  await says(blocked, /^1 was stopped\.$|^1 cannot be stopped any more/);
  await says(running, 'A moderator of this server cancelled this');

  // Commands, buttons and windows alike, in this server only. What costs nothing stays.
  const done = new Set([relay.submissions[0]?.taskId]);
  await vi.waitFor(() => {
    for (const { taskId } of relay.submissions) {
      if (taskId === null || done.has(taskId)) continue;
      done.add(taskId);
      relay.finish(taskId);
    }
    expect(others.attachments).not.toEqual([]);
  }, 10_000);
  const sent = () => relay.submissions.filter(({ body }) => JSON.stringify(body).includes('by bob')).length;
  expect(textOf(await imagine(bob, 'a lynx by bob'))).toContain(STOPPED_YOU);
  expect(textOf(await (await bob.press(others, { label: 'V1' })).message())).toContain(STOPPED_YOU);
  const suggested = await bob.autocomplete('action', { task_id: '1' }, 'task_id');
  expect((await suggested.choices()).map(({ name }) => name)).toEqual(['You may make no pictures here']);
  expect(textOf(await (await bob.slash('action', { task_id: '1', custom_id: '-' })).message())).toContain(STOPPED_YOU);
  expect(textOf(await (await bob.press(others, { label: 'ℹ️' })).message())).toContain('a wolf');
  expect(textOf(await (await bob.slash('help')).message())).not.toContain(STOPPED_YOU);
  expect(textOf(await imagine(bob, 'a lynx by bob', { channel: other }))).not.toContain(STOPPED_YOU);
  expect(sent()).toBeLessThanOrEqual(1);

  // Who is no moderator any more stops nobody.
  Object.assign(mod, { permissions: '0' });
  const late = await mod.forge(blocked, `stop::${ann.id}`);
  await says(await late.message(), /Only members who can moderate others|button/);
  Object.assign(mod, { permissions: MODERATE });

  expect(textOf(await (await mod.slash('unblock', { member: bob })).message())).toContain(
    'can make pictures here again.',
  );
  expect(textOf(await (await mod.slash('unblock', { member: bob })).message())).toContain('was not blocked here.');
  expect(textOf(await imagine(bob, 'a seal by bob'))).not.toContain(STOPPED_YOU);
  expectClean(fixture);
});

test('a block replaces an earlier one, what is over is forgotten, and one too many is refused', () => {
  const block = (memberId: string, until: number | null) => ({ memberId, by: 'mod', at: 100, until, why: '' });
  const both = withBlock(withBlock(openServer, block('ann', null)), block('ann', 200));
  expect(both.blocks).toEqual([block('ann', 200)]);
  expect(withBlock(both, { ...block('bob', null), at: 200 }).blocks.map(({ memberId }) => memberId)).toEqual(['bob']);
  const full = { ...openServer, blocks: Array.from({ length: BLOCKS_MAX }, (_, n) => block(String(n), null)) };
  expect(withBlock(full, block('ann', null))).toBe(full);
  expect(withBlock(full, block('7', 300)).blocks).toHaveLength(BLOCKS_MAX);
  expect(withoutBlock(full, 'ann')).toBe(full);
  expect(withoutBlock(full, '7').blocks).toHaveLength(BLOCKS_MAX - 1);
});
