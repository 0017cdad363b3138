import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import { withGrid } from './results.ts';

test('/show posts a result again for everybody, as it was, with buttons that work', async () => {
  const fixture = await withGrid();
  const { bob, relay, grid, taskId } = fixture;
  for (const task of [taskId, linkTo(grid)]) {
    const shown = await finished(await (await bob.slash('show', { task })).message());
    expect([shown.ephemeral, shown.id === grid.id]).toEqual([false, false]);
    expect(textOf(shown)).toBe(textOf(grid));
    expect(labelsOf(shown)).toEqual(labelsOf(grid));
    await finished(await (await bob.press(shown, { label: task === taskId ? 'V1' : 'V2' })).message());
  }
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('/show brings a picture back whose relay address is dead, from the copy that Discord has', async () => {
  const fixture = await withGrid();
  const { bob, relay, taskId } = fixture;
  relay.faults.always('picture', { status: 404 });
  const shown = await finished(await (await bob.slash('show', { task: taskId })).message());
  expect(labelsOf(shown)).toContain('U1');
  expectClean(fixture);
});

test.each(['gateway', 'raw'] as const)(
  '/show brings back what the store has lost and a %s relay has not',
  async (profile) => {
    const fixture = await withGrid({ relay: { profile } });
    const { bob, relay, grid, taskId } = fixture;
    for (const app of fixture.apps) await app.stop();
    const store = records(fixture);
    for (const table of ['messages', 'tasks', 'jobs']) store.run(`DELETE FROM "${table}"`);
    await fixture.start();
    const shown = await finished(await (await bob.slash('show', { task: taskId })).message());
    expect(labelsOf(shown)).toEqual(labelsOf(grid));
    await finished(await (await bob.press(shown, { label: 'U2' })).message());
    expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action']);

    const lost = await (await bob.slash('show', { task: linkTo(grid) })).message();
    expect(textOf(lost)).toContain('Revive buttons');
    expectClean(fixture);
  },
);

test('/show leaves out what the relay has refused meanwhile', async () => {
  const fixture = await withGrid();
  const { bob, grid } = fixture;
  const single = await finished(await (await bob.press(grid, { label: 'U1' })).message());
  await says(await (await bob.press(single, { label: '❤️' })).message(), 'does not offer “Favourite”');
  const shown = await finished(await (await bob.slash('show', { task: linkTo(single) })).message());
  expect(labelsOf(shown)).toEqual(labelsOf(single).filter((label) => label !== '❤️'));
  await finished(await (await bob.press(shown, { label: 'Zoom Out 2x' })).message());
  expectClean(fixture);
});

test.each(['gateway', 'raw'] as const)('/show of what nobody knows says so kindly (%s)', async (profile) => {
  const fixture = await createFixture({ relay: { profile } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const unknown = await (await ann.slash('show', { task: '1730000000000999' })).message();
  await says(unknown, 'no longer knows this picture');
  expect(labelsOf(unknown)).toEqual([]);
  const nonsense = await (await ann.slash('show', { task: 'that fox' })).message();
  expect([nonsense.ephemeral, textOf(nonsense)]).toEqual([true, expect.stringContaining('Copy Message Link')]);
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('/show suggests the caller’s own results and points at what is still being made', async () => {
  const fixture = await withGrid({}, 'a red fox');
  const { ann, bob, discord, relay, taskId } = fixture;
  const suggestions = async (who: typeof ann, typed: string) =>
    (await (await who.autocomplete('show', { task: typed }, 'task')).choices()).map(({ value }) => value);
  expect(await suggestions(ann, 'fox')).toEqual([taskId]);
  expect(await suggestions(ann, 'cat')).toEqual([]);
  expect(await suggestions(bob, '')).toEqual([]);

  relay.faults.always('submit', { delayMs: 1_000 });
  const running = await (await ann.slash('imagine', { prompt: 'a cat' })).message();
  await relay.waitUntil(() => relay.submissions.length === 2);
  const pointed = await (await ann.slash('show', { task: linkTo(running) })).message();
  expect([pointed.ephemeral, textOf(pointed)]).toEqual([true, `Imagine is still being made: ${linkTo(running)}`]);
  await finished(running);
  expect(discord.violations).toEqual([]);
});

test('/show keeps a private result private, and from others', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  await finished(await (await ann.slash('imagine', { prompt: 'a secret', private: true })).message());
  const task = relay.submissions[0]?.taskId ?? '';
  await expect
    .poll(async () => textOf(await (await discord.member('bob').slash('show', { task })).message()))
    .toContain('I do not know that picture');
  const shown = await finished(await (await ann.slash('show', { task })).message());
  expect(shown.ephemeral).toBe(true);
  expectClean(fixture);
});
