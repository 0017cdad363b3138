import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createFixture, type Fixture, type FixtureOptions } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';
import { fieldsOf, settled, withGrid } from './results.ts';

const Body = z.object({ customId: z.string() });
const nth = ({ body }: { body: unknown }) => Number(Body.parse(body).customId.split('::')[3]);
const upscaled = ({ relay }: Pick<Fixture, 'relay'>) =>
  relay.submissions
    .filter(({ endpoint }) => endpoint === 'action')
    .map(nth)
    .toSorted();

async function filled(message: Message, pictures: number): Promise<Message> {
  await vi.waitFor(() => expect(message.attachments).toHaveLength(pictures), { timeout: 10_000 });
  return message;
}

const publicMessages = ({ discord }: Pick<Fixture, 'discord'>) =>
  discord.messages().filter(({ ephemeral }) => !ephemeral);

/** Tasks that only move when they are told to. */
async function withSlowGrid(options: FixtureOptions = {}) {
  const fixture = await createFixture({ ...options, relay: { manual: true } });
  await fixture.start();
  const { discord, relay } = fixture;
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  await vi.waitFor(() => expect(relay.submissions[0]?.taskId).toBeTruthy(), 10_000);
  relay.finish(relay.submissions[0]?.taskId ?? '');
  const grid = await finished(await imagine.message());
  await settled(fixture, imagine.id);
  /** The four tasks, U1 first. */
  async function upscales(): Promise<string[]> {
    await vi.waitFor(() => expect(relay.submissions.filter(({ taskId }) => taskId)).toHaveLength(5), 10_000);
    const four = relay.submissions.slice(1).toSorted((one, other) => nth(one) - nth(other));
    return four.map(({ taskId }) => taskId ?? '');
  }
  return { ...fixture, ann, grid, upscales };
}

describe.each(['gateway', 'raw'] as const)('“Upscale all” on a %s relay', (profile) => {
  test('makes four pictures with one press, in one message that fills up', async () => {
    const fixture = await withGrid({ relay: { profile, manual: false } });
    const { ann, grid } = fixture;
    expect(labelsOf(grid)).toContain('Upscale all');
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    expect(upscaled(fixture)).toEqual([1, 2, 3, 4]);
    expect(publicMessages(fixture)).toHaveLength(2);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U2', 'U3', 'U4', '🗑️', '✉️', 'ℹ️']), 10_000);
    expect(message.embeds).toHaveLength(4);
    expect(textOf(message)).toMatch(
      /^\*\*a red fox.*\*\*\n-# <@\d+> · \[Upscale all\]\(\S+\) · \d+ sec · cost: 4 jobs\n\nNext: press \*\*U1–U4\*\*/,
    );
    expect(message.attachments.map(({ description }) => description?.slice(0, 7))).toEqual([
      '1 of 4:',
      '2 of 4:',
      '3 of 4:',
      '4 of 4:',
    ]);
    expectClean(fixture);
  });
});

describe('“Upscale all”', () => {
  test('fills up as the pictures come, whatever their order', async () => {
    const fixture = await withGrid();
    const { ann, grid, relay } = fixture;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    for (const n of [1, 2, 3, 4]) await settled(fixture, `${press.id}-${n}`);
    const counts = message.history.map(({ attachments }) => attachments.length);
    expect(counts).toEqual(counts.toSorted());
    expect(counts.filter((count) => count === 4)).toHaveLength(1);
    expect(relay.submissions).toHaveLength(5);
    expectClean(fixture);
  });

  test('links what was made before, and buys only the rest', async () => {
    const fixture = await withGrid();
    const { ann, grid } = fixture;
    const press = await ann.press(grid, { label: 'U2' });
    const single = await finished(await press.message());
    await settled(fixture, press.id);
    const all = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await all.message(), 3);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U3', 'U4', '🗑️', '✉️', 'ℹ️']), 10_000);
    expect(textOf(message)).toContain(`**U2** · made before: ${linkTo(single)}`);
    expect(upscaled(fixture)).toEqual([1, 2, 3, 4]);

    const again = await (await fixture.bob.press(grid, { label: 'Upscale all' })).message();
    expect(again.ephemeral).toBe(true);
    expect(textOf(again)).toContain(linkTo(single));
    expect(textOf(again)).toContain(linkTo(message));
    expect(upscaled(fixture)).toHaveLength(4);
    const one = await (await fixture.bob.press(grid, { label: 'U3' })).message();
    expect([one.ephemeral, textOf(one)]).toEqual([true, expect.stringContaining(linkTo(message))]);
    expectClean(fixture);
  });

  test('pressed twice, or by two members at once, is made once', async () => {
    const fixture = await withGrid();
    const { ann, bob, grid } = fixture;
    const presses = await Promise.all([ann, ann, bob].map((member) => member.press(grid, { label: 'Upscale all' })));
    await Promise.all(presses.map((press) => press.message()));
    await vi.waitFor(() => expect(upscaled(fixture)).toEqual([1, 2, 3, 4]), 10_000);
    await vi.waitFor(() => {
      const shared = publicMessages(fixture).filter(({ id }) => id !== grid.id);
      expect(shared.reduce((sum, { attachments }) => sum + attachments.length, 0)).toBe(4);
    }, 10_000);
    expectClean(fixture);
  });

  test('shows one of its pictures by itself, with all its buttons, at no cost', async () => {
    const fixture = await withGrid();
    const { ann, bob, grid, relay } = fixture;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    await settled(fixture, `${press.id}-3`);
    const open = await bob.press(message, { label: 'U3' });
    const single = await finished(await open.message());
    expect(labelsOf(single)).toContain('Vary (Subtle)');
    expect(relay.submissions).toHaveLength(5);
    const told = await (await ann.press(message, { label: 'U3' })).message();
    expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringContaining(linkTo(single))]);
    // It is the picture that ann made and paid for, whoever looks at it.
    expect(textOf(single)).toMatch(new RegExp(`\n-# <@${ann.id}> · \\[U3\\]`));
    const info = await (await bob.press(single, { label: 'ℹ️' })).message();
    await vi.waitFor(() => expect(textOf(info)).toMatch(/^U3\n/), 10_000);
    const taskId = /Task (\S+)/.exec(textOf(info))?.[1];
    const named = await (await ann.slash('info', { of: taskId ?? '' })).message();
    await vi.waitFor(() => expect(fieldsOf(info)).toEqual(fieldsOf(named)), 10_000);
    expect(fieldsOf(info)).toMatchObject({ Cost: '1 job; 2 jobs with everything it came from' });
    await finished(await (await ann.press(single, { label: 'Vary (Subtle)' })).message());
    expect(relay.submissions).toHaveLength(6);
    expectClean(fixture);
  });

  test('is told of as one gesture by ℹ️, and ✉️ sends each of its pictures', async () => {
    const fixture = await withGrid();
    const { ann, bob, discord, grid, relay } = fixture;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    for (const n of [1, 2, 3, 4]) await settled(fixture, `${press.id}-${n}`);
    const info = await (await bob.press(message, { label: 'ℹ️' })).message();
    await vi.waitFor(() => expect(textOf(info)).toMatch(/^Upscale all\n/), 10_000);
    const numbers = relay.submissions.slice(1).map(({ body, taskId }) => `**U${nth({ body })}** \`${taskId}\``);
    expect(fieldsOf(info)).toMatchObject({
      Cost: '4 jobs; 5 jobs with everything it came from',
      'Task numbers': numbers.toSorted().join('\n'),
      'Where it came from': `[Imagine](${linkTo(grid)}) → **Upscale all**`,
    });
    await says(await (await bob.press(message, { label: '✉️' })).message(), 'Check your direct messages');
    const mails = discord.dms(bob);
    expect(mails.map((mail) => [mail.attachments.length, labelsOf(mail).includes('Vary (Subtle)')])).toEqual(
      Array(4).fill([1, true]),
    );
    expect(relay.submissions).toHaveLength(5);
    expectClean(fixture);
  });

  test('shows how each gets on, says which of them failed, and lets that one be made again', async () => {
    const fixture = await withSlowGrid();
    const { ann, grid, relay } = fixture;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await press.message();
    const tasks = await fixture.upscales();
    relay.progress(tasks[0] ?? '', 40);
    await vi.waitFor(() => expect(textOf(message)).toMatch(/\*\*U1\*\* · .*40%/), 10_000);
    relay.fail(tasks[2] ?? '', 'Internal server error');
    await vi.waitFor(() => expect(textOf(message)).toMatch(/\*\*U3\*\* · .*could not make/), 10_000);
    for (const at of [3, 0, 1]) relay.finish(tasks[at] ?? '');
    await filled(message, 3);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U2', 'U4', '🗑️', '✉️', 'ℹ️']), 10_000);
    const counts = message.history.map(({ attachments }) => attachments.length);
    expect(counts).toEqual(counts.toSorted());

    await settled(fixture, `${press.id}-3`);
    const again = await fixture.discord.member('bob').press(grid, { label: 'U3' });
    await vi.waitFor(() => expect(relay.submissions).toHaveLength(6), 10_000);
    relay.finish(relay.submissions[5]?.taskId ?? '');
    await finished(await again.message());
    expectClean(fixture);
  });

  test('tells what came of a picture that another gesture makes, also when all of its own were there before that', async () => {
    const fixture = await withSlowGrid();
    const { ann, grid, relay } = fixture;
    const single = await (await fixture.discord.member('bob').press(grid, { label: 'U2' })).message();
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await press.message();
    const tasks = await fixture.upscales();
    for (const at of [0, 2, 3]) relay.finish(tasks[at] ?? '');
    await filled(message, 3);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U3', 'U4']), 10_000);
    for (const app of fixture.apps) await app.stop();
    await fixture.start();
    relay.finish(tasks[1] ?? '');
    await finished(single);
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U3', 'U4', '🗑️', '✉️', 'ℹ️']), 10_000);
    expect(textOf(message)).toContain(`**U2** · made before: ${linkTo(single)}`);
    for (const n of [1, 3, 4]) await settled(fixture, `${press.id}-${n}`);
    expectClean(fixture);
  });

  test('tells what came of another gesture and keeps its own pictures, though the relay has them no longer', async () => {
    const fixture = await withSlowGrid();
    const { ann, grid, relay } = fixture;
    const single = await (await fixture.discord.member('bob').press(grid, { label: 'U2' })).message();
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await press.message();
    const tasks = await fixture.upscales();
    const own = [0, 2, 3].map((at) => tasks[at] ?? '');
    for (const task of own) relay.finish(task);
    await filled(message, 3);
    const before = message.attachments.map(({ filename }) => filename);
    for (const task of own) relay.expire(task, { forGood: true });
    relay.finish(tasks[1] ?? '');
    await finished(single);
    await vi.waitFor(() => expect(textOf(message)).toContain(`**U2** · made before: ${linkTo(single)}`), 10_000);
    expect(message.attachments.map(({ filename }) => filename)).toEqual(before);
    for (const n of [1, 3, 4]) await settled(fixture, `${press.id}-${n}`);
    expectClean(fixture);
  });

  test('tells that one of them got no answer, also when the others are there already', async () => {
    const fixture = await withSlowGrid({ env: { RELAY_CONCURRENCY: '3' }, relayDeadlines: { submit: 1_500 } });
    const { ann, grid, relay } = fixture;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await press.message();
    const running = () => relay.submissions.slice(1).flatMap(({ taskId }) => taskId ?? []);
    await vi.waitFor(() => expect(running()).toHaveLength(3), 10_000);
    relay.faults.next('submit', 'hang');
    for (const task of running()) relay.finish(task);
    await filled(message, 3);
    await vi.waitFor(() => expect(textOf(message)).toMatch(/· Midjourney’s service did not answer/), 10_000);
    expect(message.attachments).toHaveLength(3);
    expectClean(fixture);
  });

  test('goes on after a restart, in the same message, with the pictures it had', async () => {
    const fixture = await withSlowGrid();
    const { ann, grid, relay } = fixture;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await press.message();
    const tasks = await fixture.upscales();
    relay.finish(tasks[1] ?? '');
    await filled(message, 1);
    await settled(fixture, `${press.id}-2`);
    for (const app of fixture.apps) await app.stop();
    await fixture.start();
    relay.progress(tasks[0] ?? '', 60);
    for (const at of [0, 2, 3]) relay.finish(tasks[at] ?? '');
    await filled(message, 4);
    expect(relay.submissions).toHaveLength(5);
    expect(publicMessages(fixture)).toHaveLength(2);
    const counts = message.history.map(({ attachments }) => attachments.length);
    expect(counts).toEqual(counts.toSorted());
    expectClean(fixture);
  });

  test('gets its own buttons back when it is revived', async () => {
    const fixture = await withGrid();
    const { ann, grid } = fixture;
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    await vi.waitFor(() => expect(labelsOf(message)).toHaveLength(7), 10_000);
    await settled(fixture, `${press.id}-4`);
    const before = labelsOf(message);
    message.components = [];
    await (await ann.useOnMessage('Revive buttons', message)).message();
    await vi.waitFor(() => expect(labelsOf(message)).toEqual(before), 10_000);
    expectClean(fixture);
  });

  test('is refused as a whole where there is no room for four', async () => {
    const fixture = await withGrid({ env: { MEMBER_MAX_WAITING: '3' } });
    const told = await (await fixture.ann.press(fixture.grid, { label: 'Upscale all' })).message();
    expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringMatching(/already have|no more/)]);
    expect(fixture.relay.submissions).toHaveLength(1);
    expectClean(fixture);
  });

  test('under a private grid stays private', async () => {
    const fixture = await createFixture();
    await fixture.start();
    const ann = fixture.discord.member('ann');
    const imagine = await ann.slash('imagine', { prompt: 'a red fox', private: true });
    const grid = await finished(await imagine.message());
    const press = await ann.press(grid, { label: 'Upscale all' });
    const message = await filled(await press.message(), 4);
    expect(message.ephemeral).toBe(true);
    expectClean(fixture);
  });
});
