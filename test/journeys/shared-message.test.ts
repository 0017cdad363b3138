import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, linkTo, taskIdOf, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import { fieldsOf, settled } from './results.ts';

const Action = z.object({ taskId: z.string(), customId: z.string() });

/** Four upscales in one message, settled in the given order (0 is U1). The last of them is the one that wrote last. */
async function withShared({ order = [0, 1, 2, 3], old = false } = {}) {
  const fixture = await createFixture({ relay: { manual: true } });
  await fixture.start();
  const { discord, relay } = fixture;
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  relay.finish(relay.submissions[0]?.taskId ?? '');
  const grid = await finished(await imagine.message());
  await settled(fixture, imagine.id);
  const press = await ann.press(grid, { label: 'Upscale all' });
  const message = await press.message();
  const upscales = () => relay.submissions.slice(1).filter(({ taskId }) => taskId);
  await vi.waitFor(() => expect(upscales()).toHaveLength(4), 10_000);
  const nth = ({ body }: { body: unknown }) => Number(Action.parse(body).customId.split('::')[3]);
  const tasks = upscales()
    .toSorted((one, other) => nth(one) - nth(other))
    .map(({ taskId }) => taskId ?? '');
  for (const at of order) {
    relay.finish(tasks[at] ?? '');
    await settled(fixture, `${press.id}-${at + 1}`);
  }
  if (old) {
    for (const app of fixture.apps) await app.stop();
    // Until now, the record named whichever job had been delivered last.
    records(fixture).edit('messages', message.id, () => ({ jobId: `${press.id}-${(order.at(-1) ?? 0) + 1}` }));
    await fixture.start();
  }
  const lastAction = () => Action.parse(relay.submissions.findLast(({ endpoint }) => endpoint === 'action')?.body);
  return { ...fixture, ann, bob: discord.member('bob'), grid, message, press, tasks, lastAction };
}

describe.each([
  ['U4 last', { order: [0, 1, 2, 3] }],
  ['U1 last', { order: [3, 2, 1, 0] }],
  ['U4 last, by an older version', { order: [0, 1, 2, 3], old: true }],
  ['U2 last, by an older version', { order: [0, 2, 3, 1], old: true }],
])('of four upscales in one message (%s)', (_, options) => {
  test('a command that names one of them pays for that one', async () => {
    const fixture = await withShared(options);
    const { ann, tasks, relay, lastAction } = fixture;
    for (const taskId of tasks) {
      const before = relay.submissions.length;
      await (await ann.slash('upscale', { index: 'subtle', of: taskId })).message();
      await relay.waitUntil(() => relay.submissions.length > before);
      expect(lastAction()).toEqual({ taskId, customId: expect.stringMatching(/upsample_\w+_subtle/) });
    }
    expectClean(fixture);
  });

  test('the one that is named is shown, and told of, and listed', async () => {
    const fixture = await withShared(options);
    const { ann, bob, tasks, relay } = fixture;
    const listed = textOf(await (await ann.slash('history')).message());
    for (const [at, taskId] of tasks.entries()) {
      const info = await (await ann.slash('info', { of: taskId })).message();
      await vi.waitFor(() => expect(textOf(info)).toContain(`Task ${taskId}`), 10_000);
      expect(textOf(info)).toContain(`U${at + 1}`);
      expect(listed).toContain(`[U${at + 1}]`);
      const shown = await finished(await (await bob.slash('show', { task: taskId })).message());
      expect(taskIdOf(shown)).toBe(taskId);
    }
    expect(relay.submissions).toHaveLength(5);
    expectClean(fixture);
  });

  test('/action suggests the buttons of the one that is named', async () => {
    const fixture = await withShared(options);
    const { ann, tasks, relay } = fixture;
    for (const task_id of tasks) {
      const asked = await ann.autocomplete('action', { task_id, custom_id: '' }, 'custom_id');
      const offered = relay.tasks.get(task_id)?.buttons.flatMap(({ customId }) => customId ?? []) ?? [];
      expect((await asked.choices()).map(({ value }) => value)).toEqual(offered);
    }
    expectClean(fixture);
  });
});

test('what is made from one of four pictures in a message comes from that one', async () => {
  const fixture = await withShared();
  const { ann, grid, message, tasks, relay } = fixture;
  const vary = await ann.slash('vary', { index: 'subtle', of: tasks[1] ?? '' });
  await relay.waitUntil(() => Boolean(relay.submissions[5]?.taskId));
  const taskId = relay.submissions[5]?.taskId ?? '';
  relay.finish(taskId);
  await finished(await vary.message());
  await settled(fixture, vary.id);
  const info = await (await ann.slash('info', { of: taskId })).message();
  const family = () => fieldsOf(info)['Where it came from'];
  await vi.waitFor(() => expect(family()).toContain(`[U2](${linkTo(message)})`), 10_000);
  expect(family()).toContain(`[Imagine](${linkTo(grid)})`);
  expectClean(fixture);
});

test('the link of a message with several pictures names none of them, and costs nothing', async () => {
  const fixture = await withShared();
  const { ann, message, relay } = fixture;
  for (const [command, options] of [
    ['upscale', { index: 'subtle', of: linkTo(message) }],
    ['show', { task: linkTo(message) }],
    ['info', { of: linkTo(message) }],
  ] as const) {
    const told = await (await ann.slash(command, options)).message();
    expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringContaining('shows several pictures')]);
  }
  expect(relay.submissions).toHaveLength(5);
  expectClean(fixture);
});
