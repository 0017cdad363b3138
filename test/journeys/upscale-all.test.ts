import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createStage, type Stage } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';
import { settled, withGrid } from './results.ts';

const Body = z.object({ customId: z.string() });
const upscaled = ({ relay }: Pick<Stage, 'relay'>) =>
  relay.submissions
    .filter(({ endpoint }) => endpoint === 'action')
    .map(({ body }) => Number(Body.parse(body).customId.split('::')[3]))
    .toSorted();

async function filled(message: Message, pictures: number): Promise<Message> {
  await vi.waitFor(() => expect(message.attachments).toHaveLength(pictures), { timeout: 10_000 });
  return message;
}

const publicMessages = ({ discord }: Pick<Stage, 'discord'>) =>
  discord.messages().filter(({ ephemeral }) => !ephemeral);

/** Tasks that only move when they are told to. */
async function withSlowGrid() {
  const stage = await createStage({ relay: { manual: true } });
  await stage.start();
  const { discord, relay } = stage;
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  await vi.waitFor(() => expect(relay.submissions[0]?.taskId).toBeTruthy());
  relay.finish(relay.submissions[0]?.taskId ?? '');
  const grid = await finished(await imagine.message());
  await settled(stage, imagine.id);
  const nth = ({ body }: { body: unknown }) => Number(Body.parse(body).customId.split('::')[3]);
  /** The four tasks, U1 first. */
  async function upscales(): Promise<string[]> {
    await vi.waitFor(() => expect(relay.submissions.filter(({ taskId }) => taskId)).toHaveLength(5), 10_000);
    const four = relay.submissions.slice(1).toSorted((one, other) => nth(one) - nth(other));
    return four.map(({ taskId }) => taskId ?? '');
  }
  return { ...stage, ann, grid, upscales };
}

describe.each(['gateway', 'raw'] as const)('“Upscale all” on a %s relay', (profile) => {
  test('makes four pictures with one press, in one message that fills up', async () => {
    const stage = await withGrid({ relay: { profile, manual: false } });
    const { ann, grid } = stage;
    expect(labelsOf(grid)).toContain('Upscale all');
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    expect(upscaled(stage)).toEqual([1, 2, 3, 4]);
    expect(publicMessages(stage)).toHaveLength(2);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U2', 'U3', 'U4', '🗑️']));
    expect(message.embeds).toHaveLength(4);
    expect(textOf(message)).toContain('**U3** · ready');
    expectClean(stage);
  });
});

describe('“Upscale all”', () => {
  test('fills up as the pictures come, whatever their order', async () => {
    const stage = await withGrid();
    const { ann, grid, relay } = stage;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    for (const n of [1, 2, 3, 4]) await settled(stage, `${press.id}-${n}`);
    const counts = message.history.map(({ attachments }) => attachments.length);
    expect(counts).toEqual(counts.toSorted());
    expect(counts.filter((count) => count === 4)).toHaveLength(1);
    expect(relay.submissions).toHaveLength(5);
    expectClean(stage);
  });

  test('links what was made before, and buys only the rest', async () => {
    const stage = await withGrid();
    const { ann, grid } = stage;
    const press = await ann.press(grid, { label: 'U2' });
    const single = await finished(await press.message());
    await settled(stage, press.id);
    const all = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await all.message(), 3);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U3', 'U4', '🗑️']));
    expect(textOf(message)).toContain(`**U2** · made before: ${linkTo(single)}`);
    expect(upscaled(stage)).toEqual([1, 2, 3, 4]);

    const again = await (await stage.bob.press(grid, { label: 'Upscale all' })).message();
    expect(again.ephemeral).toBe(true);
    expect(textOf(again)).toContain(linkTo(single));
    expect(textOf(again)).toContain(linkTo(message));
    expect(upscaled(stage)).toHaveLength(4);
    const one = await (await stage.bob.press(grid, { label: 'U3' })).message();
    expect([one.ephemeral, textOf(one)]).toEqual([true, expect.stringContaining(linkTo(message))]);
    expectClean(stage);
  });

  test('pressed twice, or by two members at once, is made once', async () => {
    const stage = await withGrid();
    const { ann, bob, grid } = stage;
    const presses = await Promise.all([ann, ann, bob].map((member) => member.press(grid, { label: 'Upscale all' })));
    await Promise.all(presses.map((press) => press.message()));
    await vi.waitFor(() => expect(upscaled(stage)).toEqual([1, 2, 3, 4]));
    await vi.waitFor(() => {
      const shared = publicMessages(stage).filter(({ id }) => id !== grid.id);
      expect(shared.reduce((sum, { attachments }) => sum + attachments.length, 0)).toBe(4);
    }, 10_000);
    expectClean(stage);
  });

  test('shows one of its pictures by itself, with all its buttons, at no cost', async () => {
    const stage = await withGrid();
    const { ann, bob, grid, relay } = stage;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    await settled(stage, `${press.id}-3`);
    const open = await bob.press(message, { label: 'U3' });
    const single = await finished(await open.message());
    expect(labelsOf(single)).toContain('Vary (Subtle)');
    expect(relay.submissions).toHaveLength(5);
    await settled(stage, open.id);
    const told = await (await ann.press(message, { label: 'U3' })).message();
    expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringContaining(linkTo(single))]);
    await finished(await (await ann.press(single, { label: 'Vary (Subtle)' })).message());
    expect(relay.submissions).toHaveLength(6);
    expectClean(stage);
  });

  test('shows how each gets on, says which of them failed, and lets that one be made again', async () => {
    const stage = await withSlowGrid();
    const { ann, grid, relay } = stage;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await press.message();
    const tasks = await stage.upscales();
    relay.progress(tasks[0] ?? '', 40);
    await vi.waitFor(() => expect(textOf(message)).toMatch(/\*\*U1\*\* · .*40%/), 10_000);
    relay.fail(tasks[2] ?? '', 'Internal server error');
    await vi.waitFor(() => expect(textOf(message)).toMatch(/\*\*U3\*\* · .*could not finish/), 10_000);
    for (const at of [3, 0, 1]) relay.finish(tasks[at] ?? '');
    await filled(message, 3);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U2', 'U4', '🗑️']));
    const counts = message.history.map(({ attachments }) => attachments.length);
    expect(counts).toEqual(counts.toSorted());

    await settled(stage, `${press.id}-3`);
    const again = await stage.discord.member('bob').press(grid, { label: 'U3' });
    await vi.waitFor(() => expect(relay.submissions).toHaveLength(6));
    relay.finish(relay.submissions[5]?.taskId ?? '');
    await finished(await again.message());
    expectClean(stage);
  });

  test('goes on after a restart, in the same message, with the pictures it had', async () => {
    const stage = await withSlowGrid();
    const { ann, grid, relay } = stage;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await press.message();
    const tasks = await stage.upscales();
    relay.finish(tasks[1] ?? '');
    await filled(message, 1);
    await settled(stage, `${press.id}-2`);
    for (const app of stage.apps) await app.stop();
    await stage.start();
    relay.progress(tasks[0] ?? '', 60);
    for (const at of [0, 2, 3]) relay.finish(tasks[at] ?? '');
    await filled(message, 4);
    expect(relay.submissions).toHaveLength(5);
    expect(publicMessages(stage)).toHaveLength(2);
    const counts = message.history.map(({ attachments }) => attachments.length);
    expect(counts).toEqual(counts.toSorted());
    expectClean(stage);
  });

  test('gets its own buttons back when it is revived', async () => {
    const stage = await withGrid();
    const { ann, grid } = stage;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    await vi.waitFor(() => expect(labelsOf(message)).toHaveLength(5));
    await settled(stage, `${press.id}-4`);
    const before = labelsOf(message);
    message.components = [];
    await (await ann.useOnMessage('Revive buttons', message)).message();
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(before));
    expectClean(stage);
  });

  test('is refused as a whole where there is no room for four', async () => {
    const stage = await withGrid({ env: { MEMBER_MAX_WAITING: '3' } });
    const told = await (await stage.ann.press(stage.grid, { label: 'Upscale all' })).message();
    expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringMatching(/already have|no more/)]);
    expect(stage.relay.submissions).toHaveLength(1);
    expectClean(stage);
  });

  test('under a private grid stays private', async () => {
    const stage = await createStage();
    await stage.start();
    const ann = stage.discord.member('ann');
    const imagine = await ann.slash('imagine', { prompt: 'a red fox', private: true });
    const grid = await finished(await imagine.message());
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    expect(message.ephemeral).toBe(true);
    expectClean(stage);
  });
});
