import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectClean, finished, linkTo, textOf } from '../app/message-reading.ts';
import { imagined, settled, withGrid } from './results.ts';

type WithFixture = Awaited<ReturnType<typeof withGrid>>;
const Action = z.object({ taskId: z.string(), customId: z.string() });
const lastAction = ({ relay }: WithFixture) =>
  Action.parse(relay.submissions.findLast(({ endpoint }) => endpoint === 'action')?.body);

/** The single picture of U1, settled. */
async function withSingle(options: Parameters<typeof withGrid>[0] = {}) {
  const fixture = await withGrid(options);
  const press = await fixture.ann.press(fixture.grid, { label: 'U1' });
  const single = await finished(await press.message());
  await settled(fixture, press.id);
  return { ...fixture, single, singleTask: fixture.relay.submissions[1]?.taskId ?? '' };
}

describe.each(['gateway', 'raw'] as const)('on a %s relay', (profile) => {
  test('members who do not click can upscale, vary and reroll the newest grid', async () => {
    const fixture = await withGrid({ relay: { profile } });
    const { ann, taskId } = fixture;
    for (const [command, options, customId] of [
      ['upscale', { index: '2' }, /upsample::2::/],
      ['vary', { index: '3' }, /variation::3::/],
    ] as const) {
      await finished(await (await ann.slash(command, options)).message());
      expect(lastAction(fixture)).toEqual({ taskId, customId: expect.stringMatching(customId) });
    }
    await finished(await (await ann.slash('reroll', { of: taskId })).message());
    expect(lastAction(fixture)).toEqual({ taskId, customId: expect.stringMatching(/reroll::0::/) });
    expectClean(fixture);
  });

  test('they can enlarge, vary, zoom and pan the newest single picture', async () => {
    const fixture = await withSingle({ relay: { profile } });
    const { ann, singleTask } = fixture;
    for (const [command, options, customId] of [
      ['upscale', { index: 'creative', of: singleTask }, /upsample_\w+_creative/],
      ['vary', { index: 'strong', of: singleTask }, /high_variation/],
      ['zoom', { factor: 1.5, of: singleTask }, /Outpaint::75/],
      ['pan', { direction: 'left' }, /pan_left/],
      ['zoom', { factor: 2 }, /Outpaint::50/],
    ] as const) {
      await finished(await (await ann.slash(command, options)).message());
      expect(lastAction(fixture)).toEqual({ taskId: singleTask, customId: expect.stringMatching(customId) });
    }
    await finished(await (await ann.slash('zoom', { factor: 1.75 })).message());
    expect(lastAction(fixture).customId).toMatch(/CustomZoom/);
    const modal = fixture.relay.submissions.findLast(({ endpoint }) => endpoint === 'modal')?.body;
    expect(modal).toMatchObject({ prompt: expect.stringMatching(/^a red fox.* --zoom 1\.75$/) });
    expectClean(fixture);
  });
});

describe('what a command presses', () => {
  test('is bought once, with the button or without', async () => {
    const fixture = await withGrid();
    const { ann, bob, grid, relay } = fixture;
    const press = await ann.press(grid, { label: 'U2' });
    const single = await finished(await press.message());
    await settled(fixture, press.id);
    const told = await (await bob.slash('upscale', { index: '2' })).message();
    expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringContaining(linkTo(single))]);
    expect(relay.submissions).toHaveLength(2);
    expectClean(fixture);
  });

  test('is the newest result here that has the button, or the one that is named', async () => {
    const fixture = await withGrid();
    const { ann, bob, relay } = fixture;
    const owl = await imagined(fixture, 'an owl');
    await finished(await (await bob.slash('upscale', { index: '1' })).message());
    expect(lastAction(fixture).taskId).toBe(relay.submissions[1]?.taskId);
    await finished(await (await bob.slash('upscale', { index: '1', of: linkTo(fixture.grid) })).message());
    expect(lastAction(fixture).taskId).toBe(fixture.taskId);
    await finished(await (await ann.slash('upscale', { index: '3', of: `<${linkTo(owl.message)}>` })).message());
    expect(lastAction(fixture).taskId).toBe(relay.submissions[1]?.taskId);
    const offered = await ann.autocomplete('upscale', { index: '1', of: 'owl' }, 'of');
    expect((await offered.choices()).map(({ value }) => value)).toContain(relay.submissions[1]?.taskId);
    expectClean(fixture);
  });

  test.each([
    ['pan', { direction: 'up' }, 'None of the newest pictures here offers Pan Up'],
    ['upscale', { index: 'subtle' }, 'Upscale (Subtle)'],
    ['upscale', { index: '2', of: 'nonsense!' }, /link|number/],
    ['upscale', { index: '2', of: '1234567890123456' }, /know/],
    ['zoom', { factor: 2, of: 'grid' }, 'does not offer Zoom Out 2x'],
  ] as const)('is told when there is nothing to press: /%s %o', async (command, options, told) => {
    const fixture = await withGrid();
    const values = 'of' in options && options.of === 'grid' ? { ...options, of: fixture.taskId } : options;
    const reply = await (await fixture.ann.slash(command, values)).message();
    expect([reply.ephemeral, textOf(reply)]).toEqual([
      true,
      typeof told === 'string' ? expect.stringContaining(told) : expect.stringMatching(told),
    ]);
    expect(fixture.relay.submissions).toHaveLength(1);
    expectClean(fixture);
  });

  test('asks for a new prompt first when remix is on', async () => {
    const fixture = await withGrid();
    const { ann } = fixture;
    await (await ann.slash('remix', { on: true })).message();
    const modal = await (await ann.slash('vary', { index: '1' })).modal();
    const next = await ann.submit(modal, { 'prompt::0::glue': 'a blue fox' });
    await finished(await next.message());
    expect(lastAction(fixture).customId).toMatch(/variation::1::/);
    expectClean(fixture);
  });
});
