import { expect, test } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, says, textOf } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message, Modal } from '../emulator/discord/types.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { fieldsOf, settled } from './results.ts';

const PROMPT = 'a red fox --ar 3:2';

async function withGrid(relay: RelayOptions): Promise<{ fixture: Fixture; ann: Actor; grid: Message }> {
  const fixture = await createFixture({ relay });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const told = await (await ann.slash('remix', { on: true })).message();
  expect([told.ephemeral, told.content]).toEqual([true, expect.stringContaining('Remix is on')]);
  const grid = await finished(await (await ann.slash('imagine', { prompt: PROMPT })).message());
  return { fixture, ann, grid };
}

/** What the modal starts from. */
function prefilled({ components }: Modal): string | undefined {
  const [first] = components;
  return first?.type === 18 && first.component.type === 4 ? first.component.value : undefined;
}

async function remixed(ann: Actor, message: Message, label: string, prompt: string): Promise<Message> {
  const modal = await (await ann.press(message, { label })).modal();
  expect(prefilled(modal)).toBe(PROMPT);
  return finished(await (await ann.submit(modal, { 'prompt::0::glue': prompt })).message());
}

const rows = [
  ['V2', false],
  ['🔄', false],
  ['Vary (Subtle)', true],
  ['Vary (Strong)', true],
  ['⬅️', true],
] as const;

test.each(['raw', 'gateway'] as const)(
  'variations, rerolls and pans ask for a prompt first on a %s relay',
  async (profile) => {
    const { fixture, ann, grid } = await withGrid({ profile });
    const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
    for (const [label, onSingle] of rows) {
      const before = fixture.relay.submissions.length;
      const result = await remixed(ann, onSingle ? single : grid, label, `a blue hare ${label} --ar 3:2`);
      expect(textOf(result)).toContain('a blue hare');
      expect(textOf(result)).not.toContain('was not used');
      const [action, modal, ...more] = fixture.relay.submissions.slice(before);
      expect(more).toEqual([]);
      expect(action?.body).toMatchObject({ enableRemix: true, chooseSameChannel: true });
      expect(modal).toMatchObject({ endpoint: 'modal', body: { prompt: `a blue hare ${label} --ar 3:2` } });
    }
    // Nothing else asks, and nothing else opens windows.
    await finished(await (await ann.press(single, { label: 'Zoom Out 2x' })).message());
    expect(fixture.relay.submissions.at(-1)?.body).not.toHaveProperty('enableRemix');
    expectClean(fixture);
  },
);

test('a relay whose account has remix on opens its window all the same', async () => {
  const { fixture, ann, grid } = await withGrid({ profile: 'gateway', remix: true });
  const result = await remixed(ann, grid, 'V1', 'a green owl');
  expect(textOf(result)).toContain('a green owl');
  expect(fixture.relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'modal']);
  expectClean(fixture);
});

test('switched off again, a press starts at once', async () => {
  const { fixture, ann, grid } = await withGrid({ profile: 'raw' });
  const told = await (await ann.slash('remix', { on: false })).message();
  expect(told.content).toContain('Remix is off');
  await finished(await (await ann.press(grid, { label: 'V1' })).message());
  expect(fixture.relay.submissions.at(-1)?.body).not.toHaveProperty('enableRemix');
  expect(fixture.relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('remix is one member’s own business', async () => {
  const { fixture, grid } = await withGrid({ profile: 'raw' });
  const bob = fixture.discord.member('bob');
  await finished(await (await bob.press(grid, { label: 'V1' })).message());
  expectClean(fixture);
});

test.each(['raw', 'gateway'] as const)(
  'a %s relay that opens no window is told on: the old prompt was used',
  async (profile) => {
    const { fixture, ann, grid } = await withGrid({ profile, remixable: false });
    const result = await remixed(ann, grid, 'V1', 'a green owl');
    expect(textOf(result)).toContain('yours was not used');
    expect(textOf(result)).toMatch(/^-# .* sec · cost: 1 job$/m);
    expect(textOf(result)).toContain('a red fox');
    expect(textOf(result)).not.toContain('a green owl');
    expect(fixture.relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action']);
    expectClean(fixture);
  },
);

test('that remix is charged twice is said at its button, in its window, by /info, and when a window is called off', async () => {
  const { fixture, ann, grid } = await withGrid({ profile: 'gateway', remix: true });
  const { relay } = fixture;
  const asked = await ann.press(grid, { label: 'V1' });
  const modal = await asked.modal();
  expect(modal.title).toBe('V1 (charged twice)');
  const submitted = await ann.submit(modal, { 'prompt::0::glue': 'a green owl' });
  const result = await finished(await submitted.message());
  await settled(fixture, submitted.id);
  expect(textOf(result)).toMatch(/^-# .* sec · cost: 2 jobs$/m);
  const info = await (await ann.press(result, { label: 'ℹ️' })).message();
  expect(fieldsOf(info).Cost).toBe(
    '2 jobs; 3 jobs with everything it came from (the press and the new prompt each count)',
  );
  expect(relay.submissions.map(({ billed }) => billed)).toEqual([true, true, true]);

  await ann.slash('remix', { on: false });
  const opened = await ann.press(grid, { label: 'V2' });
  const message = await says(
    await opened.message(),
    'Usually both the press and the words are charged: 2 jobs in all.',
  );
  const list = await (await ann.slash('jobs')).message();
  await ann.choose(list, { label: 'Cancel a job…' }, [opened.id]);
  await says(list, 'Nothing more will be charged, but the press that asked Midjourney for it may have been: V2');
  await says(message, 'Nothing more will be charged, but what had already begun may have been.');
  expectClean(fixture);
});
