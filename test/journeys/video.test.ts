import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import type { OptionValues } from '../emulator/discord/options.ts';
import { midjourneysIn, pictureFile } from './pictures.ts';

const profiles = ['raw', 'gateway'] as const;

async function filmed(profile: 'raw' | 'gateway', options: OptionValues = {}, lenient = false) {
  const fixture = await createFixture({ relay: { profile, lenient } });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const given = { prompt: 'the fox runs', image: await pictureFile(), ...options };
  const message = await finished(await (await ann.slash('video', given)).message());
  return { ...fixture, ann, message };
}

test.each(profiles)('a picture becomes four films on a %s relay', async (profile) => {
  const fixture = await filmed(profile);
  const { message, relay } = fixture;
  expect(textOf(message)).toMatch(/(^|\n)-# <@\d+> · Video · \d+ sec · cost: 1 job\n/);
  expect(textOf(message)).toContain(
    'Above are films 1 to 4, from left to right, upper row first. Next: **U1–U4** takes',
  );
  expect(message.attachments.filter(({ contentType }) => contentType === 'video/mp4')).toHaveLength(4);
  expect(midjourneysIn(message)).toEqual(['U1', 'U2', 'U3', 'U4']);
  expect(relay.submissions[0]).toMatchObject({
    endpoint: 'video',
    body: { prompt: 'the fox runs', motion: 'low', image: expect.stringMatching(/^data:image\/png/) },
  });
  expect(relay.submissions[0]?.body).not.toHaveProperty('loop');
  expectClean(fixture);
});

test('last picture and motion go with a film, or a loop', async () => {
  const end_image = await pictureFile('end.png', 'blue');
  const fixture = await filmed('gateway', { prompt: 'it runs --motion high --bs 1 --video 1', end_image });
  const { ann, relay } = fixture;
  const image = await pictureFile();
  await finished(await (await ann.slash('video', { prompt: 'it turns', image, loop: true })).message());
  expect(relay.submissions.map(({ body }) => body)).toMatchObject([
    { prompt: 'it runs', motion: 'high', batchSize: 1, endImage: expect.stringMatching(/^data:image\/png/) },
    { motion: 'low', loop: true },
  ]);
  expectClean(fixture);
});

test('a film is picked and goes on, by its buttons', async () => {
  const fixture = await filmed('raw');
  const { ann, message, relay } = fixture;
  const picked = await finished(await (await ann.press(message, { label: 'U2' })).message());
  expect(picked.attachments.filter(({ contentType }) => contentType === 'video/mp4')).toHaveLength(1);
  expect(midjourneysIn(picked)).toEqual(['Extend (High motion)', 'Extend (Low motion)', '❤️']);
  expect(textOf(picked)).not.toContain('Next:');
  const longer = await finished(await (await ann.press(picked, { label: 'Extend (Low motion)' })).message());
  expect(labelsOf(longer)).toContain('U1');
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['video', 'action', 'action']);
  expectClean(fixture);
});

test.each(profiles)('a film goes on by its link or its task number on a %s relay', async (profile) => {
  const fixture = await filmed(profile);
  const { ann, message, relay } = fixture;
  const taskId = relay.submissions[0]?.taskId ?? '';
  const prompt = 'and then it sleeps';
  const longer = await finished(
    await (await ann.slash('video', { prompt, extend: linkTo(message), clip: 3 })).message(),
  );
  expect(textOf(longer)).toContain(linkTo(message));
  await finished(await (await ann.slash('video', { prompt, extend: taskId })).message());
  expect(relay.submissions.slice(1).map(({ body }) => body)).toMatchObject([
    { action: 'extend', taskId, index: 2, prompt },
    { action: 'extend', taskId, index: 0, prompt },
  ]);
  expectClean(fixture);
});

test('a gateway that cannot press Animate makes the film of the picture all the same', async () => {
  const fixture = await filmed('gateway');
  const { ann, relay } = fixture;
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const film = await finished(await (await ann.press(single, { label: 'Animate high' })).message());
  expect(film.attachments.filter(({ contentType }) => contentType === 'video/mp4')).toHaveLength(4);
  expect(relay.submissions.at(-1)).toMatchObject({
    endpoint: 'video',
    body: { prompt: 'a red fox', motion: 'high', image: expect.stringMatching(/^data:image/) },
  });
  await says(await (await ann.press(fixture.message, { label: 'U2' })).message(), 'does not offer “U2”');
  expect(relay.submissions.filter(({ billed }) => billed)).toHaveLength(4);
  expectClean(fixture);
});

test('what does not go together is said before anything is paid', async () => {
  const fixture = await filmed('raw');
  const { ann, relay, message } = fixture;
  const image = await pictureFile();
  const prompt = 'it runs';
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  const cases: readonly (readonly [OptionValues, string])[] = [
    [{}, 'Give a picture to start from'],
    [{ image, loop: true, end_image: image }, 'Leave one of the two out'],
    [{ image, extend: linkTo(message) }, 'either a picture to start from or a film'],
    [{ image, end_image: image, end_link: 'https://a.example/b.png' }, 'the last picture as a file or as a link'],
    [{ image, prompt: 'it runs --turbo' }, 'Films cannot be made with'],
    [{ image, prompt: 'it runs --motion high', motion: 'low' }, 'the option says'],
    [{ extend: 'that one' }, 'neither the link'],
    [{ extend: linkTo(grid) }, 'I know of no film in that message'],
    [{ extend: linkTo(grid).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) }, 'I know of no film'],
  ];
  for (const [options, words] of cases) {
    const reply = await (await ann.slash('video', { prompt, ...options })).message();
    expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining(words)]);
  }
  const hidden = await finished(await (await ann.slash('video', { prompt, image, private: true })).message());
  const bob = await fixture.discord.member('bob').slash('video', { prompt, extend: linkTo(hidden) });
  expect(textOf(await bob.message())).toContain('I know of no film');
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('a film fails over the relay’s copy of its picture, and “Try again” gives the picture’s own link', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const failed = await (await ann.slash('video', { prompt: 'it runs', image: await pictureFile() })).message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  relay.fail(relay.submissions[0]?.taskId ?? '', 'Invalid link');
  await says(failed, 'could not open its service’s copy');
  const again = await (await ann.press(failed, { label: 'Try again' })).message();
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  expect(relay.submissions.map(({ body }) => body)).toMatchObject([
    { image: expect.stringMatching(/^data:image/) },
    { image: expect.stringMatching(/^https?:/) },
  ]);
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(again);
  expectClean(fixture);
});

test('a relay without films answers with its web page, which costs nothing', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  relay.faults.next('submit', 'html200');
  const image = await pictureFile();
  await says(
    await (await discord.member('ann').slash('video', { prompt: 'it runs', image })).message(),
    'does not offer “Video”. Nothing was charged.',
  );
  expectClean(fixture);
});

test.each(profiles)(
  'each film of an official account is shown once on a %s relay, and a pick shows the one',
  async (profile) => {
    const fixture = await createFixture({ relay: { profile, lenient: true, official: true } });
    await fixture.start();
    const { discord, relay } = fixture;
    const [ann, bob] = [discord.member('ann'), discord.member('bob')];
    const given = { prompt: 'the fox runs', image: await pictureFile() };
    const films = await finished(await (await ann.slash('video', given)).message());
    expect(films.attachments.map(({ contentType }) => contentType)).toEqual([
      ...Array(4).fill('video/mp4'),
      'image/webp',
    ]);
    const picked = await finished(await (await ann.press(films, { label: 'U2' })).message());
    expect(picked.attachments.map(({ filename }) => filename)).toEqual(['film-1.mp4']);
    expect(picked.embeds.filter(({ image }) => image)).toEqual([]);

    // Whoever only looks at it sees the same.
    const task = relay.submissions[1]?.taskId ?? '';
    const looked = await finished(await (await bob.slash('show', { task })).message());
    expect(looked.attachments).toHaveLength(1);
    await finished(await (await ann.slash('video', { prompt: 'and sleeps', extend: linkTo(picked) })).message());
    expect(relay.submissions).toHaveLength(3);
    expectClean(fixture);
  },
);

test('a film that a gateway gives without saying so is shown as a film', async () => {
  const fixture = await filmed('gateway', {}, true);
  const { ann, message } = fixture;
  const picked = await finished(await (await ann.press(message, { label: 'U3' })).message());
  expect(picked.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
    ['film-1.mp4', 'video/mp4'],
  ]);
  expect(picked.embeds.filter(({ image }) => image)).toEqual([]);
  expectClean(fixture);
});
