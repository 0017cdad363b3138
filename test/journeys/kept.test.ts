import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, textOf } from '../app/message-reading.ts';
import { settled } from './results.ts';

/** A grid of ann's, and its U2, which is finished but could be shown nowhere: nobody has seen it. */
async function withKept() {
  const fixture = await createFixture({ relay: { manual: true } });
  await fixture.start();
  const { discord, relay } = fixture;
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const imagine = await ann.slash('imagine', { prompt: 'a fox' });
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const gridTask = relay.submissions[0]?.taskId ?? '';
  relay.finish(gridTask);
  const grid = await finished(await imagine.message());
  await settled(fixture, imagine.id);

  const channel = discord.addChannel({ name: 'doomed' });
  const upscale = await ann.slash('upscale', { index: '2', of: gridTask }, { channel });
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  const taskId = relay.submissions[1]?.taskId ?? '';
  ann.dmsClosed = true;
  discord.removeChannel(channel);
  discord.expireTokens();
  relay.finish(taskId);
  await settled(fixture, upscale.id);
  const jobs = async () => textOf(await (await ann.slash('jobs')).message());
  return { ...fixture, ann, bob, grid, taskId, jobs };
}

const KEPT = 'could not be shown to you';

test('a result that could not be shown waits for its owner, whoever else looks at it meanwhile', async () => {
  const fixture = await withKept();
  const { ann, bob, discord, relay, grid, taskId, jobs } = fixture;
  expect(await jobs()).toContain(KEPT);

  const seen = await finished(await (await bob.press(grid, { label: 'U2' })).message());
  expect(seen.ephemeral).toBe(true);
  await bob.press(seen, { label: '✉️' });
  await expect.poll(() => discord.dms(bob).length).toBe(1);
  expect(await jobs()).toContain(KEPT);

  const list = await (await ann.slash('jobs')).message();
  await finished(await (await ann.choose(list, { label: 'Show one here (free)…' }, [taskId])).message());
  await expect.poll(jobs).not.toContain(KEPT);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('a result that could not be shown waits no longer once anybody has shown it to everybody', async () => {
  const fixture = await withKept();
  const { bob, taskId, jobs } = fixture;
  const shown = await finished(await (await bob.slash('show', { task: taskId })).message());
  expect(shown.ephemeral).toBe(false);
  await expect.poll(jobs).not.toContain(KEPT);
  expectClean(fixture);
});
