import { expect, test, vi } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import type { Message } from '../emulator/discord/types.ts';

const MANAGE = String(1n << 5n);
const OFF = { label: 'Switch something off, or on again…' };

test('the managers of a server set its rules in chat, which hold for commands, buttons and windows, and for that server only', async () => {
  const fixture = await createFixture({ discord: { guilds: 2 } });
  const { discord, relay } = fixture;
  await fixture.start();
  const ann = discord.member('ann');
  const boss = discord.member('boss', { permissions: MANAGE });
  const other = discord.guilds[1] && discord.addChannel({ guild: discord.guilds[1] });
  if (!other) throw new Error('there is no second server');
  const imagine = async (prompt: string, more = {}, where = {}) =>
    (await ann.slash('imagine', { prompt, ...more }, where)).message();
  const pressed = async (label: string, message = grid) =>
    textOf(await (await ann.press(message, { label })).message());
  const labelLike = (message: Message, like: RegExp) => labelsOf(message).find((label) => like.test(label)) ?? '';
  const grid = await finished(await imagine('a fox'));
  const upscaled = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  await expect(ann.slash('server')).rejects.toThrow('not shown to ann');

  const main = await (await boss.slash('server')).message();
  const panel = await (await boss.press(main, { label: 'Rules' })).message();
  expect(panel.ephemeral).toBe(true);
  expect(textOf(panel)).toMatch(
    /Switched off: \*\*nothing\*\*\nBlocked words: \*\*none\*\*\nBlocked members: \*\*none\*\*/,
  );

  // What is off.
  await boss.choose(panel, OFF, ['video', 'turbo', 'private', 'many', 'action', 'upscaleHd', 'edit']);
  await says(panel, /Switched off: \*\*videos, turbo, .+\*\*/i);
  const before = relay.submissions.length;
  expect(await pressed(labelLike(upscaled, /nimate/), upscaled)).toContain('Videos are switched off in this server.');
  expect(textOf(await imagine('a fox --v 7 --turbo'))).toContain('Turbo is switched off in this server.');
  expect(textOf(await imagine('a fox', { private: true }))).toContain(
    'Private results are switched off in this server.',
  );
  expect(await pressed('Upscale all')).toContain('This server makes one job at a time');
  const suggested = async () => {
    const typed = await ann.autocomplete('action', { task_id: '1' }, 'task_id');
    return (await typed.choices()).map(({ name }) => name);
  };
  expect(await suggested()).toEqual(['Switched off in this server']);
  expect(textOf(await (await ann.slash('action', { task_id: '1', custom_id: '-' })).message())).toContain(
    '/action is switched off in this server.',
  );
  expect(await pressed(labelLike(upscaled, /Subtle/), upscaled)).toContain('is switched off in this server');
  expect(relay.submissions.length).toBe(before);
  await finished(await imagine('a fox', { private: true }, { channel: other }));
  await finished(await imagine('a plain fox'));
  await boss.choose(panel, OFF, []);
  await says(panel, 'Switched off: **nothing**');

  // Words.
  const asked = await (await boss.press(panel, { label: 'Blocked words' })).modal();
  await boss.submit(asked, { words: 'gore\n\nblood bath\ngore' });
  await says(panel, 'Blocked words: **2**');
  expect(textOf(await imagine('some GORE'))).toContain(
    'This server does not allow “gore” in prompts. Nothing was charged. Its managers decide that.\nsome GORE',
  );
  expect(textOf(await imagine('Al Gorelick in a bath'))).not.toContain('does not allow');

  // A pause. Who asks for something that costs nothing is served.
  const window = await (await ann.press(upscaled, { label: labelLike(upscaled, /Custom/) })).modal();
  await boss.press(main, { label: 'Pause' });
  await says(main, /paused/i);
  const paused =
    'Making pictures is paused in this server. What was already asked for still arrives. Its managers decide when it resumes.';
  expect(textOf(await imagine('a hare'))).toContain(paused);
  expect(await pressed('V1')).toContain(paused);
  const written = await (await ann.submit(window, { zoom: '1.5', 'prompt::0::glue': 'a fox at dusk' })).message();
  expect(textOf(written)).toBe(`${paused}\na fox at dusk`);
  expect(await suggested()).toEqual(['Paused in this server']);
  expect(await pressed(labelLike(upscaled, /Zoom/), upscaled)).toContain(paused);
  expect(await pressed('ℹ️')).toContain('a fox');
  expect(textOf(await imagine('a hare', {}, { channel: other }))).not.toContain(paused);
  await boss.press(main, { label: 'Go on' });
  await vi.waitFor(async () => expect(await pressed('V1')).not.toContain(paused), 10_000);

  // Who may not manage the server any more changes nothing, with whatever panel is open.
  Object.assign(boss, { permissions: '0' });
  const late = await boss.choose(panel, OFF, ['video']);
  await says(await late.message(), 'Only members who may manage this server can do that.');
  expect(textOf(panel)).toContain('Switched off: **nothing**');
  expectClean(fixture);
});

test('new results have no buttons for what is switched off, old ones say so, and /show brings them back when it is on again', async () => {
  const fixture = await createFixture();
  const { discord } = fixture;
  await fixture.start();
  const ann = discord.member('ann');
  const boss = discord.member('boss', { permissions: MANAGE });
  const main = await (await boss.slash('server')).message();
  const panel = await (await boss.press(main, { label: 'Rules' })).message();
  const imagine = async () => finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
  const upscale = async (grid: Message) => finished(await (await ann.press(grid, { label: 'U1' })).message());
  const offered = (message: Message) => labelsOf(message).join();
  const old = await upscale(await imagine());
  expect(offered(old)).toMatch(/Subtle.*Animate/);

  await boss.choose(panel, OFF, ['video', 'many', 'upscaleHd']);
  await says(panel, /Switched off: \*\*videos, upscaling once more, several jobs at once\*\*/);
  const grid = await imagine();
  expect(offered(grid)).toContain('U1,U2,U3,U4');
  expect(offered(grid)).not.toContain('Upscale all');
  const single = await upscale(grid);
  expect(offered(single)).toMatch(/Vary.*Zoom/);
  expect(offered(single)).not.toMatch(/Upscale|Animate/);
  const animate = labelsOf(old).find((label) => label.startsWith('Animate')) ?? '';
  expect(textOf(await (await ann.press(old, { label: animate })).message())).toContain('Videos are switched off');

  await boss.choose(panel, OFF, []);
  await says(panel, 'Switched off: **nothing**');
  const again = await finished(await (await ann.slash('show', { task: linkTo(single) })).message());
  expect(offered(again)).toContain('Animate');
  expectClean(fixture);
});
