import { expect, test, vi } from 'vitest';
import { en } from '../../src/text/en/index.ts';
import { expectClean, finished, labelsOf, linkTo, textOf } from '../app/message-reading.ts';
import { fieldsOf, withGrid } from './results.ts';

const MANAGE_MESSAGES = String(1n << 13n);

test('below each result stands one small row of ours', async () => {
  const fixture = await withGrid();
  const { ann, grid } = fixture;
  expect(grid.components.map((row) => row.components.length)).toEqual([5, 4, 4]);
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  expect(single.components.length).toBeLessThanOrEqual(5);
  for (const message of [grid, single]) expect(labelsOf(message).slice(-3)).toEqual(['🗑️', '✉️', 'ℹ️']);
  expectClean(fixture);
});

test('the requester removes a result, and Undo or /show bring it back', async () => {
  const fixture = await withGrid();
  const { ann, bob, relay, grid, taskId } = fixture;
  const refused = await (await bob.press(grid, { label: '🗑️' })).message();
  expect([refused.ephemeral, textOf(refused)]).toEqual([true, expect.stringContaining('Only the member who asked')]);
  expect(grid.deleted).toBe(false);

  await ann.press(grid, { label: '🗑️' });
  await vi.waitFor(() => expect(grid.deleted).toBe(true), 10_000);
  const told = await vi.waitUntil(
    () => fixture.discord.messages().find((one) => labelsOf(one).includes('Undo')),
    10_000,
  );
  expect([told.ephemeral, textOf(told)]).toEqual([true, 'Removed.']);
  const presses = await Promise.all([ann.press(told, { label: 'Undo' }), ann.press(told, { label: 'Undo' })]);
  const back = await vi.waitUntil(() => fixture.discord.messages().find((one) => one.attachments.length > 0), 10_000);
  expect(presses.map(({ id }) => id)).toContain(back.interactionId);
  await vi.waitFor(() => expect(labelsOf(told)).toEqual([]), 10_000);
  expect([back.ephemeral, labelsOf(back)]).toEqual([false, labelsOf(grid)]);
  await finished(await (await ann.slash('show', { task: taskId })).message());
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('whoever may manage messages removes a result, also when the bot cannot see the channel', async () => {
  const fixture = await withGrid();
  const { discord, grid } = fixture;
  discord.channel().botCanSee = false;
  await discord.member('mod', { permissions: MANAGE_MESSAGES }).press(grid, { label: '🗑️' });
  await vi.waitFor(() => expect(grid.deleted).toBe(true), 10_000);
  expectClean(fixture);
});

test('✉️ sends the result by DM, with buttons that work there, once per press', async () => {
  const fixture = await withGrid();
  const { bob, discord, relay, grid } = fixture;
  const told = await (await bob.press(grid, { label: '✉️' })).message();
  expect([told.ephemeral, textOf(told)]).toEqual([true, en.lookup.mailed]);
  const [mail, ...more] = discord.dms(bob);
  if (!mail) throw new Error('nothing was sent');
  expect([more, textOf(mail), labelsOf(mail)]).toEqual([[], textOf(grid), labelsOf(grid)]);
  expect(mail.attachments).toHaveLength(1);
  const again = await (await bob.press(grid, { label: '✉️' })).message();
  expect(textOf(again)).toContain('You pressed twice');
  expect(discord.dms(bob)).toHaveLength(1);

  // Bob is served in the server only; what costs nothing works here all the same.
  const sentBack = await (await bob.press(mail, { label: 'U1' })).message();
  expect(textOf(sentBack)).toContain(`The same button is here: ${linkTo(grid)}`);
  const info = await (await bob.press(mail, { label: 'ℹ️' })).message();
  expect(fieldsOf(info).Cost).toBe('1 job');
  await bob.press(mail, { label: '🗑️' });
  await vi.waitFor(() => expect(mail.deleted).toBe(true), 10_000);
  expect(grid.deleted).toBe(false);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('a button in a DM works for members who are served there', async () => {
  const fixture = await withGrid();
  const { discord, relay, grid, bob } = fixture;
  for (const app of fixture.apps) await app.stop();
  fixture.env.ALLOWED_USERS = bob.id;
  await fixture.start();
  await (await bob.press(grid, { label: '✉️' })).message();
  const [mail] = discord.dms(bob);
  if (!mail) throw new Error('nothing was sent');
  await finished(await (await bob.press(mail, { label: 'V3' })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('✉️ says what to do when DMs are closed, and works once they are open', async () => {
  const fixture = await withGrid();
  const { discord, grid } = fixture;
  const cleo = discord.member('cleo', { dmsClosed: true });
  const told = await (await cleo.press(grid, { label: '✉️' })).message();
  expect(textOf(told)).toContain('Privacy Settings');
  discord.member('cleo', { dmsClosed: false });
  await (await cleo.press(grid, { label: '✉️' })).message();
  expect(discord.dms(cleo)).toHaveLength(1);
  expectClean(fixture);
});

test('pictures that came in the answer itself have the row too', async () => {
  const fixture = await withGrid({ relay: { profile: 'synchronous' } });
  const { ann, bob, discord, relay, grid } = fixture;
  expect(labelsOf(grid).slice(-3)).toEqual(['🗑️', '✉️', 'ℹ️']);
  await (await bob.press(grid, { label: '✉️' })).message();
  expect(discord.dms(bob)[0]?.attachments.length).toBe(grid.attachments.length);
  const info = await (await bob.press(grid, { label: 'ℹ️' })).message();
  expect(fieldsOf(info)).toMatchObject({ Cost: '1 job', Parameters: '`--ar 3:2` `--v 7`' });
  expect(fieldsOf(info).Seed).toBeUndefined();
  await ann.press(grid, { label: '🗑️' });
  const told = await vi.waitUntil(() => discord.messages().find((one) => textOf(one) === 'Removed.'), 10_000);
  expect([told.ephemeral, grid.deleted]).toEqual([true, true]);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('pictures that came in the answer itself can be gone on from, with the same words or others', async () => {
  const fixture = await withGrid({ relay: { profile: 'synchronous' } });
  const { ann, bob, relay, grid, id } = { ...fixture, id: fixture.grid.id };
  expect(labelsOf(grid).slice(0, 3)).toEqual(['🔄', 'Vary from this', 'Use as image prompt']);
  const [again] = await Promise.all([bob.press(grid, { label: '🔄' }), bob.press(grid, { label: '🔄' })]);
  const repeated = await finished(await again.message());
  expect(textOf(repeated)).toContain(`[Imagine](${linkTo(grid)})`);
  expect(relay.submissions.map(({ body }) => body)).toMatchObject(
    Array(2).fill({ prompt: 'a red fox --ar 3:2 --v 7' }),
  );

  const vary = await (await bob.press(grid, { label: 'Vary from this' })).modal();
  expect(vary.title).toBe('Vary from this');
  const picked = await bob.submit(vary, { picture: '2' });
  await finished(await picked.message());
  expect(relay.submissions.at(-1)?.body).toMatchObject({
    prompt: 'a red fox --ar 3:2 --v 7',
    base64Array: [expect.stringMatching(/^data:image/)],
  });
  const use = await (await ann.press(grid, { label: 'Use as image prompt' })).modal();
  const used = await finished(await (await ann.submit(use, { 'prompt::0::glue': 'a blue fox' })).message());
  expect(textOf(used)).toContain(`(https://discord.com/channels/${grid.guildId}/${grid.channelId}/${id})`);
  expect(relay.submissions).toHaveLength(4);
  expectClean(fixture);
});
