import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createFixture, type FixtureOptions } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { Message } from '../emulator/discord/types.ts';
import type { OnTestFinished } from '../test-end.ts';

async function asked(onTestFinished: OnTestFinished, options: OptionValues, fixtureOptions: FixtureOptions = {}) {
  const fixture = await createFixture({ onTestFinished, ...fixtureOptions });
  const app = await fixture.start();
  const ann = fixture.discord.member('ann');
  const gesture = await ann.slash('imagine', options);
  return { ...fixture, app, ann, gesture, question: await gesture.message() };
}

const Body = z.object({ prompt: z.string(), state: z.string() });
type Asked = Awaited<ReturnType<typeof asked>>;
const shownIn = ({ discord }: Asked): Message[] => discord.messages().filter(({ ephemeral }) => !ephemeral);
const promptsOf = ({ relay }: Asked) => relay.submissions.map(({ body }) => Body.parse(body).prompt);

async function allFinished(fixture: Asked, count: number): Promise<Message[]> {
  await vi.waitFor(() => expect(shownIn(fixture)).toHaveLength(count), { timeout: 10_000 });
  return Promise.all(shownIn(fixture).map(finished));
}

test.concurrent('JSON is asked about, and is one prompt and one charge, however often it is confirmed', async ({
  onTestFinished,
}) => {
  const prompt = '{"subject": "a fox", "mood": "calm"}';
  const fixture = await asked(onTestFinished, { prompt });
  const { ann, question, relay } = fixture;
  expect(textOf(question)).toMatch(/JSON.*Braces mean choices/s);
  expect(labelsOf(question)).toEqual(['Send as one prompt', 'Cancel']);
  expect(relay.submissions).toEqual([]);
  const press = () => ann.press(question, { label: 'Send as one prompt' });
  for (const one of await Promise.all([press(), press()])) await one.acknowledged();
  await allFinished(fixture, 1);
  expect(promptsOf(fixture)).toEqual([prompt]);
  expectClean(fixture);
});

describe('choices in braces', () => {
  test.concurrent('are asked about with what they cost, and made when the member says so', async ({
    onTestFinished,
  }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a {red, green} {fox, owl} --ar {3:2, 1:1}' });
    const { ann, question, relay } = fixture;
    expect(question.ephemeral).toBe(true);
    expect(textOf(question)).toContain('You wrote: **a {red, green} {fox, owl} --ar {3:2, 1:1}**\n');
    expect(textOf(question)).toContain('8 jobs');
    expect(textOf(question)).toContain('a green owl --ar 1:1');
    expect(labelsOf(question)).toEqual(['Make 8', 'Cancel']);
    expect(relay.submissions).toEqual([]);

    await ann.press(question, { label: 'Make 8' });
    await vi.waitFor(() => expect(textOf(question)).toContain('8 jobs'), 10_000);
    await vi.waitFor(() => expect(labelsOf(question)).toEqual([]), 10_000);
    const shown = await allFinished(fixture, 8);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(8);
    expect(promptsOf(fixture).toSorted()[0]).toBe('a green fox --ar 1:1');
    expect(relay.submissions).toHaveLength(8);
    const states = relay.submissions.map(({ body }) => Body.parse(body).state);
    expect(new Set(states).size).toBe(8);
    for (const grid of shown) expect(labelsOf(grid)).toContain('U2');
    expectClean(fixture);
  });

  test.concurrent('have living buttons on every message', async ({ onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a {red, green} fox' });
    await fixture.ann.press(fixture.question, { label: 'Make 2' });
    const grids = await allFinished(fixture, 2);
    for (const grid of grids) await finished(await (await fixture.ann.press(grid, { label: 'U1' })).message());
    expect(fixture.relay.submissions).toHaveLength(4);
    expectClean(fixture);
  });

  test.concurrent('confirmed twice are made once', async ({ onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a {red, green, blue} fox' });
    const { ann, question, relay } = fixture;
    const presses = await Promise.all([
      ann.press(question, { label: 'Make 3' }),
      ann.press(question, { label: 'Make 3' }),
    ]);
    await allFinished(fixture, 3);
    for (const press of presses) await press.acknowledged();
    expect(relay.submissions).toHaveLength(3);
    expect(textOf(question)).toContain('On their way');
    expectClean(fixture);
  });

  test.concurrent('confirmed again are not promised while nobody knows whether the first press was answered', async ({
    onTestFinished,
  }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a {red, green} fox' });
    const { ann, discord, question, relay } = fixture;
    discord.faults.refuseAnswer();
    discord.faults.failRest(/^(?:POST|GET) \/webhooks\//, 503, 1_000);
    const first = await ann.press(question, { label: 'Make 2' });
    await vi.waitFor(() => expect(records(fixture).job(`${first.id}-2`)).toMatchObject({ step: 'received' }), 10_000);
    const told = await (await ann.press(question, { label: 'Make 2' })).message();
    expect([told.ephemeral, textOf(told)]).toEqual([
      true,
      expect.stringMatching(/^Your first press is still on its way/),
    ]);
    expect(labelsOf(question)).toEqual(['Make 2', 'Cancel']);
    expect(relay.submissions).toEqual([]);
  });

  test.concurrent('confirmed after a restart are made', async ({ onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a {red, green} fox' });
    await fixture.app.stop();
    await fixture.start();
    await fixture.ann.press(fixture.question, { label: 'Make 2' });
    await allFinished(fixture, 2);
    expect(promptsOf(fixture).toSorted()).toEqual(['a green fox', 'a red fox']);
    expectClean(fixture);
  });

  test.concurrent('called off cost nothing, and cannot be made any more', async ({ onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a {red, green} fox' });
    await fixture.ann.press(fixture.question, { label: 'Cancel' });
    await vi.waitFor(() => expect(textOf(fixture.question)).toContain('Nothing was started'), 10_000);
    expect(labelsOf(fixture.question)).toEqual([]);
    expect(fixture.relay.submissions).toEqual([]);
    expectClean(fixture);
  });

  test.concurrent.for<readonly [string, string]>([
    ['{a,b,c,d,e,f,g} {a,b,c,d,e,f,g}', '49 jobs'],
    ['{a,b,c,d,e,f,g,h} '.repeat(300), 'more pictures than I can count'],
    ['a {red, green} fox --aspct {3:2, 1:1}', '--aspect'],
    ['{a,b,c} fox', 'under way'],
  ])('that are too many or wrong are refused: %s', async ([prompt, told], { onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt }, { env: { MEMBER_MAX_WAITING: '2' } });
    expect(fixture.question.ephemeral).toBe(true);
    expect(textOf(fixture.question)).toMatch(told === 'under way' ? /only 2 more now/ : told);
    expect(labelsOf(fixture.question).at(-1)).toBe('Edit and try again');
    expectClean(fixture);
  });
});

describe('repeats', () => {
  test.concurrent('up to three are made at once', async ({ onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a fox', repeat: 3 });
    const shown = await allFinished(fixture, 3);
    expect(shown.map(({ id }) => id)).toContain(fixture.question.id);
    expect(promptsOf(fixture)).toEqual(['a fox', 'a fox', 'a fox']);
    expectClean(fixture);
  });

  test.concurrent.for(['raw', 'synchronous'] as const)(
    'are made on a %s relay, too',
    async (profile, { onTestFinished }) => {
      const fixture = await asked(onTestFinished, { prompt: 'a fox', repeat: 2 }, { relay: { profile } });
      const shown = await allFinished(fixture, 2);
      expect(promptsOf(fixture)).toEqual(['a fox', 'a fox']);
      for (const message of shown) expect(labelsOf(message).includes('Upscale all')).toBe(profile === 'raw');
      expectClean(fixture);
    },
  );

  test.concurrent('from four on are asked about, also when they are written as a flag', async ({ onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a fox --repeat 4' });
    expect(textOf(fixture.question)).toContain('4 jobs');
    expect(textOf(fixture.question)).toContain('×4');
    await fixture.ann.press(fixture.question, { label: 'Make 4' });
    await allFinished(fixture, 4);
    expect(promptsOf(fixture)).toEqual(Array(4).fill('a fox'));
    expectClean(fixture);
  });

  test.concurrent('stay private when they are', async ({ onTestFinished }) => {
    const fixture = await asked(onTestFinished, { prompt: 'a fox', repeat: 2, private: true });
    const own = () => fixture.discord.messages().filter(({ ephemeral }) => ephemeral);
    await vi.waitFor(() => expect(own()).toHaveLength(2), 10_000);
    await Promise.all(own().map(finished));
    expect(shownIn(fixture)).toEqual([]);
    expectClean(fixture);
  });
});

test.concurrent('a message that Discord did not take is said, and its job is neither started nor paid', async ({
  onTestFinished,
}) => {
  const fixture = await createFixture({ onTestFinished });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  fixture.discord.faults.failRest(/^POST \/webhooks\//, 403, 1, { message: 'Missing Access', code: 50001 });
  const gesture = await ann.slash('imagine', { prompt: 'a fox', repeat: 3 });
  await finished(await gesture.message());
  await vi.waitFor(
    () => expect(fixture.discord.messages().some((one) => textOf(one).includes('did not let me'))).toBe(true),
    10_000,
  );
  await vi.waitFor(() => expect(fixture.relay.submissions).toHaveLength(2), 10_000);
  expect(records(fixture).job(`${gesture.id}-2`)).toBeNull();
  expect(fixture.discord.violations).toEqual([]);
  expect(fixture.trace.faults()).toEqual([]);
});

test.concurrent('jobs that were written down but not shown before a crash are shown and made after it', async ({
  onTestFinished,
}) => {
  const fixture = await createFixture({ onTestFinished, relay: { manual: true } });
  const app = await fixture.start();
  const ann = fixture.discord.member('ann');
  const gesture = await ann.slash('imagine', { prompt: 'a fox', repeat: 3 });
  await vi.waitFor(() => expect(fixture.relay.submissions).toHaveLength(3), 10_000);
  const second = records(fixture).job(`${gesture.id}-2`);
  await app.stop();
  // As if it had died between the message's arrival and the note of where it is, and before the third was shown.
  const third = fixture.discord
    .messages()
    .filter(({ ephemeral }) => !ephemeral)
    .at(-1);
  if (third) fixture.discord.remove(third);
  expect(second).toMatchObject({ step: 'following' });
  for (const n of [2, 3]) {
    records(fixture).edit('open', `${gesture.id}-${n}`, () => ({ step: 'received' }));
  }
  await fixture.start();
  await vi.waitFor(() => expect(records(fixture).job(`${gesture.id}-3`)).toMatchObject({ step: 'following' }), {
    timeout: 10_000,
  });
  expect(fixture.discord.messages().filter(({ ephemeral, deleted }) => !ephemeral && !deleted).length).toBeGreaterThan(
    2,
  );
});
