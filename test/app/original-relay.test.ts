import { expect, test, vi } from 'vitest';
import { createFixture } from './fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from './message-reading.ts';

const env = { RELAY_AUTH: 'mj-api-secret' };
const ten = ['U1', 'U2', 'U3', 'U4', 'V1', 'V2', 'V3', 'V4'];
const letters = (labels: readonly string[]) => labels.filter((label) => /^[UV]\d$/.test(label));

test.concurrent('the original midjourney-proxy can upscale, vary and reroll, and U2 is paid for once', async ({
  onTestFinished,
}) => {
  const fixture = await createFixture({ relay: { profile: 'original' }, env, onTestFinished });
  const { discord, relay } = fixture;
  await fixture.start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const press = async (label: string) => finished(await (await ann.press(grid, { label })).message());
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox --ar 3:2' })).message());
  expect(letters(labelsOf(grid)).toSorted()).toEqual(ten);
  expect(labelsOf(grid)).toContain('🔄');
  const taskId = relay.submissions[0]?.taskId;

  const single = await press('U2');
  expect(letters(labelsOf(single))).toEqual([]);
  const again = await (await bob.press(grid, { label: 'U2' })).message();
  await vi.waitFor(() => expect(textOf(again)).toContain('already exists'), 10_000);
  expect(letters(labelsOf(await press('V3'))).toSorted()).toEqual(ten);
  const rerolled = await press('🔄');
  expect(letters(labelsOf(rerolled)).toSorted()).toEqual(ten);
  const typed = await finished(await (await ann.slash('upscale', { index: '1' })).message());
  expect(letters(labelsOf(typed))).toEqual([]);

  const state = expect.stringMatching(/^darkroom\./);
  expect(relay.submissions.map(({ endpoint, billed }) => [endpoint, billed])).toEqual([
    ['imagine', true],
    ...Array.from({ length: 4 }, () => ['change', true]),
  ]);
  const [, ...changes] = relay.submissions.map(({ body }) => body);
  expect(changes.slice(0, 3)).toEqual([
    { taskId, action: 'UPSCALE', index: 2, state, notifyHook: '' },
    { taskId, action: 'VARIATION', index: 3, state, notifyHook: '' },
    { taskId, action: 'REROLL', state, notifyHook: '' },
  ]);

  // What it does not have is said, and costs nothing.
  const bare = relay.submissions[1]?.taskId ?? '';
  const custom_id = 'MJ::JOB::upsample_v7_2x_subtle::1::3425cf92-031e-42ce-a8b8-61a89d492f1c::SOLO';
  const refused = await (await ann.slash('action', { task_id: bare, custom_id })).message();
  await says(refused, /does not offer.*Nothing was charged/s);
  const plain = `MJ::JOB::upsample::4::${relay.tasks.get(taskId ?? '')?.uuid}`;
  await finished(await (await ann.slash('action', { task_id: taskId ?? '', custom_id: plain })).message());
  expect(relay.submissions.at(-1)).toMatchObject({ endpoint: 'change', body: { action: 'UPSCALE', index: 4 } });
  const strong = await (await ann.slash('vary', { index: 'strong' })).message();
  expect(textOf(strong)).toContain('Vary (Strong)');
  expect(relay.submissions.filter(({ billed }) => billed)).toHaveLength(6);

  const revived = await (await ann.useOnMessage('Revive buttons', single)).message();
  await vi.waitFor(() => expect(textOf(revived)).toContain('This bot’s Midjourney service has none'), 10_000);
  await (await ann.slash('remix', { on: true })).message();
  await press('V2');
  const told = discord.messages().filter((message) => textOf(message).includes('it keeps the old one'));
  expect(told.map(({ viewerId }) => viewerId)).toEqual([ann.id]);

  // Everything goes on after a restart: the buttons know their way.
  await Promise.all([...fixture.apps].map((app) => app.stop()));
  await fixture.start();
  expect(letters(labelsOf(await press('V1'))).toSorted()).toEqual(ten);
  expect(relay.submissions.at(-1)?.endpoint).toBe('change');
  expectClean(fixture);
});

test.concurrent('a grid that an earlier Darkroom has shown without buttons gets them by “Revive buttons”', async ({
  onTestFinished,
}) => {
  const fixture = await createFixture({ relay: { profile: 'original' }, env, onTestFinished });
  const { discord, relay } = fixture;
  await fixture.start();
  const ann = discord.member('ann');
  const withNone = (answer: unknown) =>
    Array.isArray(answer) ? answer.map((task) => ({ ...task, buttons: [] })) : answer;
  relay.faults.always('list', { rewrite: withNone });
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  expect(letters(labelsOf(grid))).toEqual([]);
  relay.faults.clear();
  const told = await (await ann.useOnMessage('Revive buttons', grid)).message();
  await vi.waitFor(() => expect(textOf(told)).toBe('The buttons are back.'), 10_000);
  expect(letters(labelsOf(grid)).toSorted()).toEqual(ten);
  await finished(await (await ann.press(grid, { label: 'U3' })).message());
  expect(relay.submissions.at(-1)?.body).toMatchObject({ action: 'UPSCALE', index: 3 });
  expectClean(fixture);
});

test.concurrent('equal prompts never get each other’s pictures at a relay that finds them by their prompt', async ({
  onTestFinished,
}) => {
  const relayOptions = { profile: 'original', taskMs: 150 } as const;
  const fixture = await createFixture({ relay: relayOptions, env, onTestFinished });
  const { discord, relay } = fixture;
  await fixture.start();
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'an owl' })).message());
  const from = relay.submissions.length;
  const made = [
    await ann.slash('imagine', { prompt: 'a red  fox', private: true }),
    await bob.slash('imagine', { prompt: 'a red fox' }),
    await ann.press(grid, { label: 'V1' }),
    await bob.press(grid, { label: '🔄' }),
    await ann.press(grid, { label: 'U1' }),
    await bob.press(grid, { label: 'U2' }),
  ];
  for (const one of made) await finished(await one.message());
  const spans = relay.submissions.slice(from).map(({ at, taskId }) => {
    const task = relay.tasks.get(taskId ?? '');
    return { what: task?.kind === 'upscale' ? task.customId : task?.finalPrompt, at, until: task?.finishTime ?? at };
  });
  expect(spans).toHaveLength(6);
  const clashes = spans.filter((one, index) =>
    spans.some(
      (other, second) =>
        second > index && other.what?.replace('  ', ' ') === one.what?.replace('  ', ' ') && other.at < one.until,
    ),
  );
  expect(clashes).toEqual([]);
  // Others went on meanwhile.
  expect(spans.slice(0, 4).some(({ at }, index) => spans.slice(0, index).some(({ until }) => at < until))).toBe(true);
  expectClean(fixture);
});

test.concurrent('a picture that is asked for in the first second of the original midjourney-proxy waits, and is made once', async ({
  onTestFinished,
}) => {
  const fixture = await createFixture({ relay: { profile: 'original', refusedAtFirst: 1 }, env, onTestFinished });
  const { discord, relay } = fixture;
  await fixture.start();
  await finished(await (await discord.member('ann').slash('imagine', { prompt: 'a red fox' })).message());
  expect(relay.submissions.map(({ billed }) => billed)).toEqual([false, true]);
  expectClean(fixture);
});
