import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createStage, type StageOptions } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Message } from '../emulator/discord/types.ts';

async function asked(options: OptionValues, stageOptions: StageOptions = {}) {
  const stage = await createStage(stageOptions);
  const app = await stage.start();
  const ann = stage.discord.member('ann');
  const gesture = await ann.slash('imagine', options);
  return { ...stage, app, ann, gesture, question: await gesture.message() };
}

const Body = z.object({ prompt: z.string(), state: z.string() });
type Asked = Awaited<ReturnType<typeof asked>>;
const shownIn = ({ discord }: Asked): Message[] => discord.messages().filter(({ ephemeral }) => !ephemeral);
const promptsOf = ({ relay }: Asked) => relay.submissions.map(({ body }) => Body.parse(body).prompt);

async function allFinished(stage: Asked, count: number): Promise<Message[]> {
  await vi.waitFor(() => expect(shownIn(stage)).toHaveLength(count), { timeout: 10_000 });
  return Promise.all(shownIn(stage).map(finished));
}

describe('choices in braces', () => {
  test('are asked about with what they cost, and made when the member says so', async () => {
    const stage = await asked({ prompt: 'a {red, green} {fox, owl} --ar {3:2, 1:1}' });
    const { ann, question, relay } = stage;
    expect(question.ephemeral).toBe(true);
    expect(textOf(question)).toContain('8 jobs');
    expect(textOf(question)).toContain('a green owl --ar 1:1');
    expect(labelsOf(question)).toEqual(['Make 8', 'Cancel']);
    expect(relay.submissions).toEqual([]);

    await ann.press(question, { label: 'Make 8' });
    await vi.waitFor(() => expect(textOf(question)).toContain('8 jobs'));
    await vi.waitFor(() => expect(labelsOf(question)).toEqual([]));
    const shown = await allFinished(stage, 8);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(8);
    expect(promptsOf(stage).toSorted()[0]).toBe('a green fox --ar 1:1');
    expect(relay.submissions).toHaveLength(8);
    const states = relay.submissions.map(({ body }) => Body.parse(body).state);
    expect(new Set(states).size).toBe(8);
    for (const grid of shown) expect(labelsOf(grid)).toContain('U2');
    expectClean(stage);
  });

  test('have living buttons on every message', async () => {
    const stage = await asked({ prompt: 'a {red, green} fox' });
    await stage.ann.press(stage.question, { label: 'Make 2' });
    const grids = await allFinished(stage, 2);
    for (const grid of grids) await finished(await (await stage.ann.press(grid, { label: 'U1' })).message());
    expect(stage.relay.submissions).toHaveLength(4);
    expectClean(stage);
  });

  test('confirmed twice are made once', async () => {
    const stage = await asked({ prompt: 'a {red, green, blue} fox' });
    const { ann, question, relay } = stage;
    const presses = await Promise.all([
      ann.press(question, { label: 'Make 3' }),
      ann.press(question, { label: 'Make 3' }),
    ]);
    await allFinished(stage, 3);
    for (const press of presses) await press.acknowledged();
    expect(relay.submissions).toHaveLength(3);
    expect(textOf(question)).toContain('On their way');
    expectClean(stage);
  });

  test('confirmed after a restart are made', async () => {
    const stage = await asked({ prompt: 'a {red, green} fox' });
    await stage.app.stop();
    await stage.start();
    await stage.ann.press(stage.question, { label: 'Make 2' });
    await allFinished(stage, 2);
    expect(promptsOf(stage).toSorted()).toEqual(['a green fox', 'a red fox']);
    expectClean(stage);
  });

  test('called off cost nothing, and cannot be made any more', async () => {
    const stage = await asked({ prompt: 'a {red, green} fox' });
    await stage.ann.press(stage.question, { label: 'Cancel' });
    await vi.waitFor(() => expect(textOf(stage.question)).toContain('Nothing was started'));
    expect(labelsOf(stage.question)).toEqual([]);
    expect(stage.relay.submissions).toEqual([]);
    expectClean(stage);
  });

  test.each([
    ['{a,b,c,d,e,f,g} {a,b,c,d,e,f,g}', '49 jobs'],
    ['{a,b,c,d,e,f,g,h} '.repeat(300), 'more pictures than I can count'],
    ['a {red, green} fox --aspct {3:2, 1:1}', '--aspect'],
    ['{a,b,c} fox', 'under way'],
  ])('that are too many or wrong are refused: %s', async (prompt, told) => {
    const stage = await asked({ prompt }, { env: { MEMBER_MAX_WAITING: '2' } });
    expect(stage.question.ephemeral).toBe(true);
    expect(textOf(stage.question)).toMatch(told === 'under way' ? /only 2 more now/ : told);
    expect(labelsOf(stage.question)).toEqual([]);
    expectClean(stage);
  });
});

describe('repeats', () => {
  test('up to three are made at once', async () => {
    const stage = await asked({ prompt: 'a fox', repeat: 3 });
    const shown = await allFinished(stage, 3);
    expect(shown.map(({ id }) => id)).toContain(stage.question.id);
    expect(promptsOf(stage)).toEqual(['a fox', 'a fox', 'a fox']);
    expectClean(stage);
  });

  test.each(['raw', 'synchronous'] as const)('are made on a %s relay, too', async (profile) => {
    const stage = await asked({ prompt: 'a fox', repeat: 2 }, { relay: { profile } });
    const shown = await allFinished(stage, 2);
    expect(promptsOf(stage)).toEqual(['a fox', 'a fox']);
    for (const message of shown) expect(labelsOf(message).includes('Upscale all')).toBe(profile === 'raw');
    expectClean(stage);
  });

  test('from four on are asked about, also when they are written as a flag', async () => {
    const stage = await asked({ prompt: 'a fox --repeat 4' });
    expect(textOf(stage.question)).toContain('4 jobs');
    expect(textOf(stage.question)).toContain('×4');
    await stage.ann.press(stage.question, { label: 'Make 4' });
    await allFinished(stage, 4);
    expect(promptsOf(stage)).toEqual(Array(4).fill('a fox'));
    expectClean(stage);
  });

  test('stay private when they are', async () => {
    const stage = await asked({ prompt: 'a fox', repeat: 2, private: true });
    const own = () => stage.discord.messages().filter(({ ephemeral }) => ephemeral);
    await vi.waitFor(() => expect(own()).toHaveLength(2));
    await Promise.all(own().map(finished));
    expect(shownIn(stage)).toEqual([]);
    expectClean(stage);
  });
});

test('a message that Discord did not take is said, and its job is neither started nor paid', async () => {
  const stage = await createStage();
  await stage.start();
  const ann = stage.discord.member('ann');
  stage.discord.faults.failRest(/^POST \/webhooks\//, 403, 1, { message: 'Missing Access', code: 50001 });
  const gesture = await ann.slash('imagine', { prompt: 'a fox', repeat: 3 });
  await finished(await gesture.message());
  await vi.waitFor(() =>
    expect(stage.discord.messages().some((one) => textOf(one).includes('did not let me'))).toBe(true),
  );
  await vi.waitFor(() => expect(stage.relay.submissions).toHaveLength(2));
  expect(records(stage).job(`${gesture.id}-2`)).toBeNull();
  expect(stage.discord.violations).toEqual([]);
  expect(stage.trace.faults()).toEqual([]);
});

test('jobs that were written down but not shown before a crash are shown and made after it', async () => {
  const stage = await createStage({ relay: { manual: true } });
  const app = await stage.start();
  const ann = stage.discord.member('ann');
  const gesture = await ann.slash('imagine', { prompt: 'a fox', repeat: 3 });
  await vi.waitFor(() => expect(stage.relay.submissions).toHaveLength(3));
  const second = records(stage).job(`${gesture.id}-2`);
  await app.stop();
  // As if it had died between the message's arrival and the note of where it is, and before the third was shown.
  const third = stage.discord
    .messages()
    .filter(({ ephemeral }) => !ephemeral)
    .at(-1);
  if (third) stage.discord.remove(third);
  expect(second).toMatchObject({ step: 'following' });
  for (const n of [2, 3]) {
    records(stage).edit('open', `${gesture.id}-${n}`, () => ({ step: 'received' }));
  }
  await stage.start();
  await vi.waitFor(() => expect(records(stage).job(`${gesture.id}-3`)).toMatchObject({ step: 'following' }), {
    timeout: 10_000,
  });
  expect(stage.discord.messages().filter(({ ephemeral, deleted }) => !ephemeral && !deleted).length).toBeGreaterThan(2);
});
