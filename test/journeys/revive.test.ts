import { expect, test } from 'vitest';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { Message } from '../emulator/discord/types.ts';
import { imagined, withGrid } from './results.ts';

const MENU = 'Revive buttons';
const DAY = 86_400_000;

/** As if another program had taken the buttons off. */
function undress(message: Message): void {
  message.components = [];
}

test('“Revive buttons” gives a message its buttons back in place, and leaves its picture alone', async () => {
  const fixture = await withGrid();
  const { bob, relay, grid } = fixture;
  const [labels, files, text] = [labelsOf(grid), grid.attachments, textOf(grid)];
  undress(grid);
  relay.faults.always('picture', { status: 404 });
  const told = await (await bob.useOnMessage(MENU, grid)).message();
  expect([told.ephemeral, textOf(told)]).toEqual([true, 'The buttons are back.']);
  expect([labelsOf(grid), grid.attachments, textOf(grid)]).toEqual([labels, files, text]);
  relay.faults.clear();
  await finished(await (await bob.press(grid, { label: 'U1' })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test.each(['gateway', 'raw'] as const)(
  '“Revive buttons” finds a message that the store has lost by the number that it carries (%s)',
  async (profile) => {
    const fixture = await withGrid({ relay: { profile } });
    const { bob, discord, relay, grid, taskId } = fixture;
    for (const app of fixture.apps) await app.stop();
    const store = records(fixture);
    for (const table of ['messages', 'tasks', 'jobs']) store.run(`DELETE FROM "${table}"`);
    discord.age(grid, 100 * DAY);
    await fixture.start();
    const dead = await (await bob.press(grid, { label: 'U1' })).message();
    expect(textOf(dead)).toContain(MENU);

    await (await bob.useOnMessage(MENU, grid)).message();
    await finished(await (await bob.press(grid, { label: 'U1' })).message());
    expect(relay.submissions[1]?.body).toMatchObject({ taskId, customId: expect.stringContaining('upsample::1') });
    // The row of ours works as well.
    await (await bob.press(grid, { label: '✉️' })).message();
    const [mail] = discord.dms(bob);
    expect(mail && labelsOf(mail)).toContain('U1');
    expectClean(fixture);
  },
);

test('“Revive buttons” leaves out what the relay has refused meanwhile', async () => {
  const fixture = await withGrid();
  const { bob, grid } = fixture;
  const single = await finished(await (await bob.press(grid, { label: 'U1' })).message());
  const labels = labelsOf(single);
  await says(await (await bob.press(single, { label: '❤️' })).message(), 'does not offer “Favourite”');
  undress(single);
  await (await bob.useOnMessage(MENU, single)).message();
  expect(labelsOf(single)).toEqual(labels.filter((label) => label !== '❤️'));
  await finished(await (await bob.press(single, { label: 'Zoom Out 2x' })).message());
  expectClean(fixture);
});

test('“Revive buttons” says what it can do nothing about', async () => {
  const fixture = await withGrid();
  const { ann, bob, discord, relay, grid } = fixture;
  const foreign = await (await bob.useOnMessage(MENU, ann.say('hello'))).message();
  expect(textOf(foreign)).toBe('That message is not mine, so I have no buttons for it.');

  for (const app of fixture.apps) await app.stop();
  records(fixture).run('DELETE FROM "messages"');
  await fixture.start();
  relay.forget(relay.submissions[0]?.taskId ?? '');
  const forgotten = await (await bob.useOnMessage(MENU, grid)).message();
  expect(textOf(forgotten)).toBe('I cannot find a picture of mine in that message.');
  await relay.down(true);
  const silent = await (await bob.useOnMessage(MENU, grid)).message();
  expect(textOf(silent)).toContain('could not be reached');
  expect(discord.violations).toEqual([]);
});

test('“Revive buttons” where Discord lets nothing be changed any more offers /show', async () => {
  const fixture = await withGrid();
  const { bob, discord, taskId } = fixture;
  const thread = discord.addChannel({ name: 'old', kind: 'thread' });
  const { message } = await imagined(fixture, 'a cat');
  expect(message.deleted).toBe(false);
  const shown = await (await bob.slash('show', { task: taskId }, { channel: thread })).message();
  await finished(shown);
  thread.archived = true;
  thread.locked = true;
  const told = await (await bob.useOnMessage(MENU, shown)).message();
  expect(textOf(told)).toContain(`/show task:${taskId}`);
  expect(discord.violations).toEqual([]);
});
