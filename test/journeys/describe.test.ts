import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, taskIdOf, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import type { RelayOptions } from '../emulator/relay/options.ts';
import { midjourneysIn, pictureFile, textFile } from './pictures.ts';
import { settled } from './results.ts';

const profiles = ['raw', 'gateway'] as const;

async function described(relay: RelayOptions, options: OptionValues = {}) {
  const fixture = await createFixture({ relay });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const given = { image: await pictureFile(), ...options };
  const message = await finished(await (await ann.slash('describe', given)).message());
  return { ...fixture, ann, message };
}

/** The prompts that a message shows, by their keycaps. */
function promptsIn(message: Parameters<typeof textOf>[0]): string[] {
  return [...textOf(message).matchAll(/^\d\ufe0f\u20e3 (.+)$/gm)].map(([, prompt = '']) => prompt);
}

test.each(profiles)(
  'a picture becomes four prompts on a %s relay, shown with it and with a button each',
  async (profile) => {
    const fixture = await described({ profile });
    const { relay, message } = fixture;
    expect(promptsIn(message)).toHaveLength(4);
    expect(textOf(message)).toMatch(
      /(^|\n)-# <@\d+> · Describe · \d+ sec · cost: 1 job\n\nMidjourney looked at this picture/,
    );
    expect(textOf(message)).toMatch(/\n\nNext: press a number to make four pictures from that prompt, for 1 job\./);
    expect(message.embeds[0]?.thumbnail?.description).toBe('The picture that was described');
    expect(message.components.map(({ components }) => components.length)).toEqual([5, 4]);
    expect(midjourneysIn(message)).toEqual(['1️⃣', '2️⃣', '3️⃣', '4️⃣', '🔄', 'Imagine all']);
    expect(relay.submissions).toHaveLength(1);
    expect(relay.submissions[0]).toMatchObject({
      endpoint: 'describe',
      body: { base64: expect.stringMatching(/^data:image\/png;base64,/), botType: 'MID_JOURNEY' },
    });
    expectClean(fixture);
  },
);

test.each(profiles)('a number asks for its own prompt and imagines it once on a %s relay', async (profile) => {
  const fixture = await described({ profile });
  const { ann, message, relay } = fixture;
  const prompts = promptsIn(message);
  const modal = await (await ann.press(message, { label: '3️⃣' })).modal();
  expect(modal.title).toBe('Prompt 3');
  expect(JSON.stringify(modal.components)).toContain(JSON.stringify(prompts[2]).slice(1, -1));
  const grid = await finished(await (await ann.submit(modal, {})).message());
  expect(labelsOf(grid)).toContain('U1');
  expect(textOf(grid)).toContain(linkTo(message));

  const second = await (await ann.press(message, { label: '1️⃣' })).modal();
  await finished(await (await ann.submit(second, { 'prompt::0::glue': 'something else --ar 3:2' })).message());
  expect(
    relay.submissions.map(({ endpoint, body }) => [
      endpoint,
      z.object({ prompt: z.string().optional() }).parse(body).prompt,
    ]),
  ).toEqual([
    ['describe', undefined],
    ['imagine', prompts[2]],
    ['imagine', 'something else --ar 3:2'],
  ]);
  expectClean(fixture);
});

test('the numbers keep their prompts after a restart', async () => {
  const fixture = await described({ profile: 'gateway' });
  const { ann, apps, message, start } = fixture;
  await Promise.all([...apps].map((app) => app.stop()));
  await start();
  const modal = await (await ann.press(message, { label: '4️⃣' })).modal();
  expect(JSON.stringify(modal.components)).toContain(promptsIn(message)[3]);
  expectClean(fixture);
});

test.each(profiles)('"describe again" describes the same picture anew on a %s relay', async (profile) => {
  const fixture = await described({ profile }, { niji: true });
  const { ann, message, relay } = fixture;
  const again = await finished(await (await ann.press(message, { label: '🔄' })).message());
  expect(promptsIn(again)).toHaveLength(4);
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['describe', 'describe']);
  expect(relay.submissions[1]?.body).toMatchObject({
    base64: expect.stringMatching(/^data:image/),
    botType: 'NIJI_JOURNEY',
  });
  expectClean(fixture);
});

test('prompts of the Niji model are imagined by it, unless they name another', async () => {
  const fixture = await described({ profile: 'gateway' }, { niji: true });
  const { ann, message, relay } = fixture;
  for (const change of [{}, { 'prompt::0::glue': 'a fox --v 7' }]) {
    const modal = await (await ann.press(message, { label: '2️⃣' })).modal();
    await finished(await (await ann.submit(modal, change)).message());
  }
  expect(relay.submissions.map(({ body }) => z.object({ botType: z.string() }).parse(body).botType)).toEqual([
    'NIJI_JOURNEY',
    'NIJI_JOURNEY',
    'MID_JOURNEY',
  ]);
  expectClean(fixture);
});

test('what a relay says about a picture pings nobody, links nowhere and fits', async () => {
  const fixture = await createFixture({ relay: { profile: 'gateway' } });
  const { discord, relay, start } = fixture;
  await start();
  const long = 'very '.repeat(900);
  const finalPrompt = `1️⃣ @everyone a [fox](<https://evil.example/>) for <@1>\n\n2️⃣ a **bold** ~~one~~\n\n3️⃣ ${long}`;
  relay.faults.always('list', {
    rewrite: (answer) =>
      z
        .array(z.looseObject({ properties: z.unknown() }))
        .parse(answer)
        .map((task) => ({ ...task, buttons: null, properties: { finalPrompt } })),
  });
  const ann = discord.member('ann');
  const message = await finished(await (await ann.slash('describe', { image: await pictureFile() })).message());
  expect(textOf(message)).toContain('1️⃣ @\u200beveryone a fox for \\<\u200b@1\\>');
  expect(textOf(message)).not.toContain('evil.example');
  expect(textOf(message)).toContain('2️⃣ a bold one');
  expect(textOf(message)).toContain('Full prompt in prompt.txt');
  expect(message.attachments.map(({ filename }) => filename)).toContain('prompt.txt');
  expect(message.pinged).toEqual([]);
  // The relay forgot the buttons; the text says what they are.
  expect(midjourneysIn(message)).toEqual(['1️⃣', '2️⃣', '3️⃣', 'Imagine all']);
  const modal = await (await ann.press(message, { label: '3️⃣' })).modal();
  expect(JSON.stringify(modal.components)).toContain('very very');
  expectClean(fixture);
});

test('a picture may be given as a link, and is shown though the relay sends none back', async () => {
  const fixture = await createFixture({ relay: { profile: 'raw' } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a red fox' });
  const grid = await finished(await imagine.message());
  expect(grid.attachments).toHaveLength(1);
  await settled(fixture, imagine.id);
  const Made = z.object({ outcome: z.object({ imageUrls: z.tuple([z.string()]) }) });
  const [link] = Made.parse(records(fixture).job(imagine.id)).outcome.imageUrls;
  relay.faults.always('list', {
    rewrite: (answer) =>
      z
        .array(z.looseObject({}))
        .parse(answer)
        .map((task) => ({ ...task, imageUrl: null })),
  });
  const message = await finished(await (await ann.slash('describe', { link: `<${link}>` })).message());
  expect(promptsIn(message)).toHaveLength(4);
  expect(message.attachments).toHaveLength(1);
  expect(relay.submissions[1]?.body).toMatchObject({ base64: expect.stringMatching(/^data:image\/webp/) });
  expectClean(fixture);
});

test('a relay that answers with the picture alone is told apart from a description', async () => {
  const fixture = await described({ profile: 'synchronous' });
  expect(textOf(fixture.message)).toContain('sent the picture back without a description');
  expect(midjourneysIn(fixture.message)).toEqual([]);
  expectClean(fixture);
});

test('only pictures that Midjourney can read are described, and nothing else costs anything', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const image = await pictureFile();
  const cases: readonly (readonly [OptionValues, string])[] = [
    [{}, 'Give a picture, as a file or as a link.'],
    [{ image, link: 'https://pictures.example/fox.png' }, 'not both'],
    [{ image: textFile() }, '“notes.pdf” is not a picture that Midjourney can read.'],
    [
      { image: textFile('IMG_1.heic', 'image/heic') },
      'is a HEIC photo, which Midjourney cannot read. Take a screenshot',
    ],
    [{ image: { ...image, bytes: new Uint8Array(26 * 2 ** 20) } }, 'at most 25 MB'],
    [{ link: 'ftp://pictures.example/fox.png' }, 'has to begin with https://'],
    [{ link: 'a red fox' }, 'has to begin with https://'],
    [{ link: 'https://discord.com/channels/1/2/3' }, 'Describe picture'],
  ];
  for (const [options, words] of cases) {
    const reply = await (await ann.slash('describe', options)).message();
    expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining(words)]);
  }
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('a link that leads to no picture is refused before the relay is asked', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  await says(
    await (await discord.member('ann').slash('describe', { link: 'http://127.0.0.1:9/fox.png' })).message(),
    'leads to a private network',
  );
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('a private describe and what comes of it are shown only to its member', async () => {
  const fixture = await described({ profile: 'raw' }, { private: true });
  const { ann, message } = fixture;
  expect(message.ephemeral).toBe(true);
  const modal = await (await ann.press(message, { label: '1️⃣' })).modal();
  const grid = await finished(await (await ann.submit(modal, {})).message());
  await vi.waitFor(() => expect(grid.ephemeral).toBe(true), 10_000);
  expectClean(fixture);
});

test.each(profiles)('"Imagine all" makes a grid of each prompt on a %s relay, once per press', async (profile) => {
  const fixture = await described({ profile });
  const { ann, discord, message, relay } = fixture;
  const prompts = promptsIn(message);
  const press = await ann.press(message, { label: 'Imagine all' });
  const again = await (await ann.press(message, { label: 'Imagine all' })).message();
  expect([again.ephemeral, textOf(again)]).toEqual([true, expect.stringContaining('once is enough')]);
  await press.message();
  await vi.waitFor(
    () => expect(discord.messages().filter((one) => midjourneysIn(one).includes('U1'))).toHaveLength(4),
    {
      timeout: 10_000,
    },
  );
  const grids = discord.messages().filter((one) => midjourneysIn(one).includes('U1'));
  for (const [index, grid] of grids.entries()) {
    expect(textOf(grid)).toContain(prompts[index]);
    expect(textOf(grid)).toContain(linkTo(message));
  }
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['describe', ...Array(4).fill('imagine')]);
  const last = grids[3];
  if (last) await finished(await (await ann.press(last, { label: 'U4' })).message());
  expectClean(fixture);
});

test('"describe again" pressed twice by accident describes once', async () => {
  const fixture = await described({ profile: 'gateway' });
  const { ann, message, relay } = fixture;
  const [first, second] = [await ann.press(message, { label: '🔄' }), await ann.press(message, { label: '🔄' })];
  await finished(await first.message());
  expect(textOf(await second.message())).toContain('once is enough');
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('the relay\'s own "all" begins four tasks with one press, and none of them is lost', async () => {
  const fixture = await described({ profile: 'raw' });
  const { ann, discord, relay } = fixture;
  const task_id = relay.submissions[0]?.taskId ?? '';
  await ann.slash('action', { task_id, custom_id: 'MJ::Job::PicReader::all' });
  const grids = () => discord.messages().filter((one) => midjourneysIn(one).includes('U1'));
  await vi.waitFor(() => expect(grids()).toHaveLength(4), { timeout: 10_000 });
  expect(new Set(grids().map((grid) => taskIdOf(grid))).size).toBe(4);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});
