import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { advanceClock } from '../app/advance-clock.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message, Modal } from '../emulator/discord/types.ts';
import { pictureFile } from './pictures.ts';
import { withGrid } from './results.ts';

const SEVERAL = /makes one thing from one text/;
const Body = z.object({ prompt: z.string() });

type Grid = Awaited<ReturnType<typeof withGrid>>;

/** The prompts that the relay was sent, but for those of the first grid. */
const promptsOf = ({ submissions }: Grid['relay']) =>
  submissions.slice(1).flatMap(({ body }) => Body.safeParse(body).data?.prompt ?? []);

/** What the modal starts from. */
function prefilled({ components }: Modal): string | undefined {
  const prompt = components.flatMap((one) => (one.type === 18 && one.component.type === 4 ? [one.component] : []));
  return prompt.find(({ custom_id }) => custom_id.startsWith('prompt'))?.value;
}

async function submitted(
  ann: Actor,
  modal: Modal,
  prompt: string,
  more: Record<string, string> = {},
): Promise<Message> {
  return (await ann.submit(modal, { 'prompt::0::glue': prompt, ...more })).message();
}

/** Sends a text with choices, says yes to them, then sends one that repeats. */
async function makesSeveral(fixture: Grid, open: () => Promise<Modal>): Promise<void> {
  const { ann, relay } = fixture;
  const question = await submitted(ann, await open(), 'a {blue, green} fox');
  expect(labelsOf(question)).toEqual(['Make 2', 'Cancel']);
  await ann.press(question, { label: 'Make 2' });
  await vi.waitFor(() => expect(promptsOf(relay)).toEqual(['a blue fox', 'a green fox']), 10_000);
  await submitted(ann, await open(), 'an owl --repeat 2');
  await vi.waitFor(() => expect(promptsOf(relay).slice(2)).toEqual(['an owl', 'an owl']), 10_000);
}

describe('a window that asks for a picture makes one of each choice, and as many as --repeat says', () => {
  test('“Try it” below /help', async () => {
    const fixture = await withGrid();
    const { ann } = fixture;
    const help = await (await ann.slash('help')).message();
    await makesSeveral(fixture, async () => (await ann.press(help, { label: 'Try it' })).modal());
    expectClean(fixture);
  });

  test('“Edit and try again” below an imagine that failed, with its pictures', async () => {
    const fixture = await withGrid({ relay: { bannedWords: ['gore'] } });
    const { ann, relay } = fixture;
    const image = await pictureFile();
    const failed = await says(
      await (await ann.slash('imagine', { prompt: 'gore', image, private: true })).message(),
      /does not allow “gore”/,
    );
    relay.submissions.pop();
    await makesSeveral(fixture, async () => (await ann.press(failed, { label: 'Edit and try again' })).modal());
    for (const { body } of relay.submissions.slice(1)) {
      expect(body).toMatchObject({ base64Array: [expect.stringMatching(/^data:image\/png/)] });
    }
    expect(fixture.discord.messages().filter(({ ephemeral }) => !ephemeral)).toEqual([fixture.grid]);
    expectClean(fixture);
  });
});

describe('where one thing comes of one text, choices and repetitions are told of, free of charge', () => {
  test.each(['in {snow, rain}', 'in snow --repeat 3'])('in windows: %s', async (text) => {
    const fixture = await withGrid();
    const { ann, grid, relay } = fixture;
    await (await ann.slash('remix', { on: true })).message();
    const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
    const before = relay.submissions.length;
    const remix = await (await ann.press(grid, { label: 'V1' })).modal();
    await says(await submitted(ann, remix, text), SEVERAL);
    const zoom = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
    await says(await submitted(ann, zoom, text, { zoom: '1.5' }), SEVERAL);
    expect(relay.submissions).toHaveLength(before);
    await finished(await submitted(ann, remix, 'a sign that says \\{fox\\}'));
    expect(relay.submissions.at(-1)).toMatchObject({ endpoint: 'modal', body: { prompt: 'a sign that says {fox}' } });
    expectClean(fixture);
  });

  test('in /edit and /video', async () => {
    const fixture = await withGrid();
    const { ann, relay } = fixture;
    const image = await pictureFile();
    for (const command of ['edit', 'video'])
      for (const prompt of ['in {snow, rain}', 'in snow --repeat 3'])
        await says(await (await ann.slash(command, { prompt, image })).message(), SEVERAL);
    const open = await (await ann.slash('edit', { prompt: 'in {snow', image })).message();
    expect(textOf(open)).toContain('A brace in this prompt has no partner.');
    expect(relay.submissions).toHaveLength(1);
    expectClean(fixture);
  });
});

test('a prompt with braces that are just braces stays as it is when a window is sent unchanged', async () => {
  const fixture = await withGrid({}, 'a sign that says \\{red, green\\}');
  const { ann, grid, relay } = fixture;
  expect(relay.submissions[0]?.body).toMatchObject({ prompt: 'a sign that says {red, green}' });
  await (await ann.slash('remix', { on: true })).message();
  const remix = await (await ann.press(grid, { label: 'V1' })).modal();
  const value = prefilled(remix) ?? '';
  expect(value).toBe('a sign that says \\{red, green\\}');
  await finished(await submitted(ann, remix, value));
  expect(relay.submissions.at(-1)?.body).toMatchObject({ prompt: 'a sign that says {red, green}' });
  expectClean(fixture);
});

const NOT_READY = '{"description":"task_status_not_success ","type":"upstream_error","code":4}';

/** The text of a Custom Zoom, given. */
async function zoomed(fixture: Grid, prompt: string) {
  const { ann, grid } = fixture;
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const zoom = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  const sent = await ann.submit(zoom, { zoom: '1.5', 'prompt::0::glue': prompt });
  return { sent, message: await sent.message(), single };
}

test('a window’s text that the relay is not ready for is sent again after a while, not at once', async () => {
  const fixture = await withGrid({ relay: { profile: 'raw' } });
  const { relay } = fixture;
  const texts = () => relay.submissions.filter(({ endpoint }) => endpoint === 'modal');
  relay.faults.next('submit', { delayMs: 1 }, 2);
  relay.faults.next('submit', { status: 400, body: NOT_READY });
  const { sent, message } = await zoomed(fixture, 'a fox');
  await vi.waitFor(() => expect(records(fixture).job(sent.id)).toMatchObject({ step: 'window', refusals: 1 }), 10_000);
  expect(texts()).toHaveLength(1);
  advanceClock(6_000);
  await finished(message);
  expect(texts()).toHaveLength(2);
  expectClean(fixture);
});

test('windows count among what a member may have under way', async () => {
  const fixture = await withGrid({ relay: { profile: 'raw' }, env: { MEMBER_MAX_WAITING: '1' } });
  const { ann, relay } = fixture;
  relay.faults.next('submit', { delayMs: 1 }, 2);
  relay.faults.next('submit', { status: 400, body: NOT_READY });
  const { sent, message, single } = await zoomed(fixture, 'a fox');
  await vi.waitFor(() => expect(records(fixture).job(sent.id)).toMatchObject({ step: 'window' }), 10_000);
  const zoom = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  const second = await (await ann.submit(zoom, { zoom: '1.5', 'prompt::0::glue': 'an owl' })).message();
  expect(textOf(second)).toContain('already');
  advanceClock(6_000);
  await finished(message);
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'action', 'action', 'modal', 'modal']);
  expectClean(fixture);
});
