import { expect, test, vi } from 'vitest';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Message } from '../emulator/discord/types.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, linkTo, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

async function withGrid(options: FixtureOptions = {}) {
  const fixture = await createFixture(options);
  await fixture.start();
  const imagine = await fixture.discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const grid = await imagine.message();
  await fixture.relay.waitUntil(() => Boolean(fixture.relay.submissions[0]?.taskId));
  if (options.relay?.manual) fixture.relay.finish(fixture.relay.submissions[0]?.taskId ?? '');
  return { ...fixture, grid: await finished(grid) };
}

/** The buttons of a message as `/action` wants them. */
function asAction({ relay }: Fixture, message: Message, label: string): OptionValues {
  const at = labelsOf(message).indexOf(label);
  const button = message.components.flatMap((row) => row.components)[at];
  return { task_id: relay.submissions[0]?.taskId ?? '', custom_id: button?.type === 2 ? (button.custom_id ?? '') : '' };
}

test('ten presses of U2 at the same moment cost one submission and leave nobody in the dark', async () => {
  const fixture = await withGrid();
  const { discord, relay, grid } = fixture;
  const members = ['ann', 'bob', 'cleo', 'dan', 'eve'].map((name) => discord.member(name));
  const presses = await Promise.all([...members, ...members].map((member) => member.press(grid, { label: 'U2' })));
  const answers = await Promise.all(presses.map((press) => press.message()));

  const own = answers.filter(({ ephemeral }) => !ephemeral);
  expect(own).toHaveLength(1);
  const [single] = own;
  if (!single) throw new Error('nobody sees the picture');
  await finished(single);
  expect(relay.submissions).toHaveLength(2);
  const winner = presses.find(({ interaction }) => interaction.original === single)?.interaction.member;
  for (const [at, answer] of answers.entries()) {
    if (answer === single) continue;
    const pressed = presses[at]?.interaction.member;
    // Whoever pressed twice is told once where it is.
    const told = answers.some(
      (other, n) => presses[n]?.interaction.member === pressed && textOf(other).includes(linkTo(single)),
    );
    expect([pressed?.name, told || pressed === winner]).toEqual([pressed?.name, true]);
  }
  for (const press of presses) expect((await press.acknowledged()).ms).toBeLessThan(2500);
  expectClean(fixture);
});

test('U2 pressed again later points at the picture that is there', async () => {
  const fixture = await withGrid();
  const { discord, relay, grid } = fixture;
  const press = await discord.member('ann').press(grid, { label: 'U2' });
  const single = await finished(await press.message());
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ step: 'settled' }), 10_000);
  const reply = await (await discord.member('bob').press(grid, { label: 'U2' })).message();
  expect(reply.ephemeral).toBe(true);
  expect(textOf(reply)).toContain(linkTo(single));
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('U2 whose picture was deleted shows it again, with its buttons, and buys nothing', async () => {
  const fixture = await withGrid();
  const { discord, relay, grid } = fixture;
  const press = await discord.member('ann').press(grid, { label: 'U2' });
  const single = await finished(await press.message());
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ step: 'settled' }), 10_000);
  discord.remove(single);
  const bob = discord.member('bob');
  const shown = await finished(await (await bob.press(grid, { label: 'U2' })).message());
  expect(shown.ephemeral).toBe(true);
  expect(labelsOf(shown)).toContain('Vary (Subtle)');
  expect(relay.submissions).toHaveLength(2);

  const next = await finished(await (await bob.press(shown, { label: 'Vary (Subtle)' })).message());
  expect(next.ephemeral).toBe(true);
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('U2 from a channel where the picture cannot be seen shows it there, and buys nothing', async () => {
  const fixture = await withGrid();
  const { discord, relay, grid } = fixture;
  const press = await discord.member('ann').press(grid, { label: 'U2' });
  await finished(await press.message());
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ step: 'settled' }), 10_000);
  const elsewhere = discord.addChannel({ name: 'elsewhere' });
  const action = await discord
    .member('bob')
    .slash('action', asAction(fixture, grid, 'U2'), { channel: elsewhere, install: 'guild' });
  const shown = await finished(await action.message());
  expect(shown.channelId).toBe(elsewhere.id);
  expect(labelsOf(shown)).toContain('Vary (Subtle)');
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('V2 twice makes two pictures, an accidental double click makes one', async () => {
  const fixture = await withGrid();
  const { discord, relay, grid } = fixture;
  const ann = discord.member('ann');
  const [first, second] = [await ann.press(grid, { label: 'V2' }), await ann.press(grid, { label: 'V2' })];
  await finished(await first.message());
  const told = await second.message();
  expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringContaining('once is enough')]);
  expect(relay.submissions).toHaveLength(2);

  advanceClock(2_050);
  const third = await ann.press(grid, { label: 'V2' });
  await finished(await third.message());
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('two members who press V2 at the same moment get a picture each', async () => {
  const fixture = await withGrid();
  const { discord, relay, grid } = fixture;
  const presses = await Promise.all(['ann', 'bob'].map((name) => discord.member(name).press(grid, { label: 'V2' })));
  for (const press of presses) await finished(await press.message());
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('a failure lets go of the press: U2 can be bought again', async () => {
  const fixture = await withGrid({ relay: { manual: true } });
  const { discord, relay, grid } = fixture;
  const failing = await discord.member('ann').press(grid, { label: 'U2' });
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  relay.fail(relay.submissions[1]?.taskId ?? '', 'Internal server error');
  await vi.waitFor(() => expect(records(fixture).job(failing.id)).toMatchObject({ step: 'settled' }), 10_000);

  const again = await discord.member('bob').press(grid, { label: 'U2' });
  const single = await again.message();
  await relay.waitUntil(() => Boolean(relay.submissions[2]?.taskId));
  relay.finish(relay.submissions[2]?.taskId ?? '');
  await finished(single);
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('U2 whose picture went to somebody’s DMs is shown to others where they press', async () => {
  const fixture = await withGrid({ relay: { manual: true } });
  const { discord, relay, grid } = fixture;
  const press = await discord.member('ann').press(grid, { label: 'U2' });
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ step: 'following' }), 10_000);
  discord.expireTokens();
  discord.channel().botCanSee = false;
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ step: 'settled' }), 10_000);
  expect(discord.dms(discord.member('ann'))).toHaveLength(1);

  discord.channel().botCanSee = true;
  const shown = await finished(await (await discord.member('bob').press(grid, { label: 'U2' })).message());
  expect(labelsOf(shown)).toContain('Vary (Subtle)');
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('“Try again” pressed by three at once makes one new picture', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  const failing = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
  const message = await failing.message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  relay.fail(relay.submissions[0]?.taskId ?? '', 'Internal server error');
  await vi.waitFor(() => expect(labelsOf(message)).toEqual(['Try again']), 10_000);

  const members = ['ann', 'bob', 'cleo'].map((name) => discord.member(name));
  const presses = await Promise.all(members.map((member) => member.press(message, { label: 'Try again' })));
  const answers = await Promise.all(presses.map((press) => press.message()));
  const [own, ...others] = answers.filter(({ ephemeral }) => !ephemeral);
  if (!own) throw new Error('nobody sees the picture');
  expect(others).toEqual([]);
  for (const answer of answers) if (answer !== own) expect(textOf(answer)).toContain(linkTo(own));
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(own);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});
