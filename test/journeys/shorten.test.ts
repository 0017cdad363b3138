import { expect, test } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import { midjourneysIn } from './pictures.ts';

const prompt = 'a very beautiful small red fox in the deep snow';

async function shortened(profile: 'raw' | 'gateway', words = prompt) {
  const fixture = await createFixture({ relay: { profile } });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const message = await says(await (await ann.slash('shorten', { prompt: words })).message(), '1️⃣');
  return { ...fixture, ann, message };
}

test.each(['raw', 'gateway'] as const)('a prompt is weighed on a %s relay and its picks imagine', async (profile) => {
  const fixture = await shortened(profile);
  const { ann, message, relay } = fixture;
  expect(textOf(message)).toMatch(/(^|\n)-# <@\d+> · Shorten · \d+ sec/);
  expect(textOf(message)).toContain('-# Important tokens\n**a** **very** ~~beautiful~~');
  expect(textOf(message)).toContain('2️⃣ a very beautiful small red fox in the\n');
  expect(textOf(message)).not.toContain('no picture');
  expect(message.attachments).toEqual([]);
  expect(midjourneysIn(message)).toEqual(['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣']);
  expect(message.components.map(({ components }) => components.length)).toEqual([5, 3]);

  const modal = await (await ann.press(message, { label: '5️⃣' })).modal();
  const grid = await finished(await (await ann.submit(modal, {})).message());
  expect(labelsOf(grid)).toContain('U1');
  expect(
    relay.submissions.map(({ endpoint, body }) => [endpoint, z.object({ prompt: z.string() }).parse(body).prompt]),
  ).toEqual([
    ['shorten', prompt],
    ['imagine', 'a very beautiful small red'],
  ]);
  expectClean(fixture);
});

test('markdown and mentions in a prompt stay what they are', async () => {
  const fixture = await shortened('raw', '@everyone _fox_ @here [a](https://evil.example) `code` and more');
  const text = textOf(fixture.message);
  expect(text).not.toMatch(/@everyone|@here|(?<!\\)\]\(http/);
  expect(text).toContain('\\_fox\\_');
  expect(fixture.message.pinged).toEqual([]);
  const unknown = await (await fixture.ann.slash('shorten', { prompt: '<@1> as a fox' })).message();
  expect([unknown.ephemeral, textOf(unknown)]).toEqual([true, expect.stringContaining('who <@1> is')]);
  expect([fixture.relay.submissions.length, unknown.pinged]).toEqual([1, []]);
  expectClean(fixture);
});

test('a prompt of any length is weighed within what Discord shows', async () => {
  const fixture = await shortened('raw', 'word '.repeat(1000));
  const { message } = fixture;
  expect(message.embeds[0]?.description?.length).toBeLessThan(4096);
  expect(message.attachments.map(({ filename }) => filename)).toEqual(['prompt.txt']);
  expectClean(fixture);
});

test('a relay without such an endpoint is said to lack it', async () => {
  const fixture = await createFixture({ relay: { profile: 'gateway' } });
  const { discord, relay, start } = fixture;
  await start();
  relay.faults.always('submit', 'html200');
  const message = await says(
    await (await discord.member('ann').slash('shorten', { prompt })).message(),
    'does not offer “Shorten”. Nothing was charged.',
  );
  expect(midjourneysIn(message)).toEqual([]);
  expectClean(fixture);
});

test('"Show Details" answers with words, not with the want of a picture', async () => {
  const fixture = await createFixture({ relay: { profile: 'raw' } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const customId = 'MJ::Job::PromptAnalyzerExtended::00000000-0000-4000-8000-000000000000';
  const button = { customId, label: 'Show Details', emoji: '', type: 2, style: 2 };
  const Tasks = z.array(z.looseObject({ buttons: z.array(z.unknown()) }));
  relay.faults.always('list', {
    rewrite: (answer) =>
      Tasks.parse(answer).map((task) => ({ ...task, buttons: task.buttons.length ? [...task.buttons, button] : [] })),
  });
  const message = await says(await (await ann.slash('shorten', { prompt })).message(), '1️⃣');
  relay.faults.next('submit', { code: 1, description: 'Submit success', result: relay.submissions[0]?.taskId });
  const details = await says(await (await ann.press(message, { label: 'Show Details' })).message(), 'Important tokens');
  expect(textOf(details)).not.toContain('no picture');
  expectClean(fixture);
});
