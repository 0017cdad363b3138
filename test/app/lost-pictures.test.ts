import { expect, test, vi } from 'vitest';
import { settled, withGrid } from '../journeys/results.ts';
import { expectClean, finished, labelsOf, says, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

/** A grid, and its U2, whose message only links to the relay, which gives pictures addresses that die. */
async function withLinked() {
  const fixture = await withGrid({ relay: { profile: 'raw' } });
  const { ann, relay, grid } = fixture;
  relay.faults.always('picture', 'expired');
  const press = await ann.press(grid, { label: 'U2' });
  const linked = await press.message();
  await expect.poll(() => labelsOf(linked), { timeout: 5_000 }).toContain('Vary (Subtle)');
  expect(linked.attachments).toEqual([]);
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ attaching: 1 }), 10_000);
  relay.faults.clear();
  return { ...fixture, linked, upscaled: relay.submissions[1]?.taskId ?? '' };
}

const GONE = 'The picture of U2 is gone: not even Midjourney’s service has it any more.';

test('U2 whose message links to a dead address is shown from the relay’s new one, and buys nothing', async () => {
  const fixture = await withLinked();
  const { bob, relay, grid, upscaled } = fixture;
  relay.expire(upscaled);
  const shown = await finished(await (await bob.press(grid, { label: 'U2' })).message());
  expect([shown.ephemeral, labelsOf(shown)]).toEqual([true, expect.arrayContaining(['Vary (Subtle)'])]);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('U2 whose picture nobody has any more is told to be gone, and made anew by the next press', async () => {
  const fixture = await withLinked();
  const { bob, relay, grid, upscaled } = fixture;
  relay.expire(upscaled, { forGood: true });
  await says(await (await bob.press(grid, { label: 'U2' })).message(), GONE);
  expect(relay.submissions).toHaveLength(2);
  const anew = await finished(await (await bob.press(grid, { label: 'U2' })).message());
  expect([anew.ephemeral, relay.submissions.length]).toEqual([false, 3]);
  expectClean(fixture);
});

test('/show asks the relay for a new address when the one that is known is dead', async () => {
  const fixture = await withLinked();
  const { bob, relay, upscaled } = fixture;
  relay.expire(upscaled);
  await finished(await (await bob.slash('show', { task: upscaled })).message());
  relay.expire(upscaled, { forGood: true });
  await finished(await (await bob.slash('show', { task: upscaled })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('/show of a picture that nobody has any more tells its member alone, in their language', async () => {
  const fixture = await withLinked();
  const { discord, relay, upscaled } = fixture;
  relay.expire(upscaled, { forGood: true });
  const before = new Set(discord.messages());
  await discord.member('cai', { locale: 'zh-CN' }).slash('show', { task: upscaled });
  await vi.waitFor(() => {
    const told = discord.messages().filter((message) => !before.has(message) && !message.deleted);
    expect(told.map(textOf)).toEqual([expect.stringContaining('的图已经没有了')]);
    expect(told.map(({ ephemeral }) => ephemeral)).toEqual([true]);
  }, 10_000);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('U2 of a picture that was deleted and that the relay has lost is told to be gone', async () => {
  const fixture = await withGrid({ relay: { profile: 'raw' } });
  const { ann, bob, discord, relay, grid } = fixture;
  const press = await ann.press(grid, { label: 'U2' });
  const single = await finished(await press.message());
  await settled(fixture, press.id);
  discord.remove(single);
  relay.expire(relay.submissions[1]?.taskId ?? '', { forGood: true });
  await says(await (await bob.press(grid, { label: 'U2' })).message(), GONE);
  await finished(await (await bob.press(grid, { label: 'U2' })).message());
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('✉️ below a picture with a dead link sends the relay’s new one, and says so when nobody has it any more', async () => {
  const fixture = await withLinked();
  const { ann, bob, discord, relay, linked, upscaled } = fixture;
  relay.expire(upscaled);
  await (await bob.press(linked, { label: '✉️' })).message();
  await vi.waitFor(() => expect(discord.dms(bob).map(({ attachments }) => attachments.length)).toEqual([1]), 10_000);
  relay.expire(upscaled, { forGood: true });
  await says(
    await (await ann.press(linked, { label: '✉️' })).message(),
    'not even Midjourney’s service has it any more',
  );
  expect(discord.dms(ann)).toEqual([]);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});
