import { expect, test, vi } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, textOf } from '../app/message-reading.ts';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';

async function withGrid(profile: 'raw' | 'gateway' = 'gateway', options = {}) {
  const fixture = await createFixture({ relay: { profile } });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox', ...options })).message());
  return { ...fixture, ann, bob: fixture.discord.member('bob'), grid };
}

/** The modal behind the button below the picture that "Use as image prompt" shows. */
async function promptFor(member: Actor, target: Message) {
  const shown = await (await member.useOnMessage('Use as image prompt', target)).message();
  return (await member.press(shown, { label: 'Write the prompt' })).modal();
}

test.each(['raw', 'gateway'] as const)('any picture in a channel can be described on a %s relay', async (profile) => {
  const fixture = await withGrid(profile);
  const { bob, grid, relay } = fixture;
  const message = await finished(await (await bob.useOnMessage('Describe picture', grid)).message());
  expect(textOf(message)).toMatch(/^-# <@\d+> · \[Describe\]|^-# <@\d+> · Describe/);
  expect(textOf(message)).toContain(linkTo(grid));
  expect(labelsOf(message)).toContain('4️⃣');
  expect(relay.submissions[1]).toMatchObject({
    endpoint: 'describe',
    body: { base64: expect.stringMatching(/^data:image/) },
  });
  expectClean(fixture);
});

test.each(['raw', 'gateway'] as const)('any picture in a channel inspires another on a %s relay', async (profile) => {
  const fixture = await withGrid(profile);
  const { bob, grid, relay } = fixture;
  const shown = await (await bob.useOnMessage('Use as image prompt', grid)).message();
  // The member sees the picture, and is asked for nothing but words.
  expect([shown.ephemeral, shown.embeds[0]?.image?.url]).toEqual([true, grid.attachments[0]?.url]);
  const modal = await (await bob.press(shown, { label: 'Write the prompt' })).modal();
  expect([modal.title, modal.components.length]).toEqual(['Use as image prompt', 1]);
  const message = await finished(
    await (await bob.submit(modal, { 'prompt::0::glue': 'as a woodcut --iw 2' })).message(),
  );
  expect(labelsOf(message)).toContain('U1');
  expect(textOf(message)).toContain(linkTo(grid));
  expect(relay.submissions[1]).toMatchObject({
    endpoint: 'imagine',
    body: { prompt: 'as a woodcut --iw 2', base64Array: [expect.stringMatching(/^data:image/)] },
  });
  expectClean(fixture);
});

test('choices in the prompt are counted and asked about before they cost', async () => {
  const fixture = await withGrid();
  const { bob, discord, grid, relay } = fixture;
  const modal = await promptFor(bob, grid);
  const asked = await (await bob.submit(modal, { 'prompt::0::glue': 'a {woodcut, mosaic} --ar 3:2' })).message();
  expect(asked.ephemeral).toBe(true);
  expect(relay.submissions).toHaveLength(1);
  await bob.press(asked, { label: labelsOf(asked)[0] ?? '' });
  await vi.waitFor(() => expect(relay.submissions).toHaveLength(3), { timeout: 5_000 });
  expect(relay.submissions.slice(1).map(({ body }) => body)).toMatchObject([
    { prompt: 'a woodcut --ar 3:2', base64Array: [expect.stringMatching(/^data:image/)] },
    { prompt: 'a mosaic --ar 3:2', base64Array: [expect.stringMatching(/^data:image/)] },
  ]);
  const made = discord.messages().filter(({ id, ephemeral }) => id !== grid.id && !ephemeral);
  expect(made.map((message) => textOf(message).includes(linkTo(grid)))).toEqual([true, true]);
  expectClean(fixture);
});

test('the question for the prompt outlives a restart', async () => {
  const fixture = await withGrid();
  const { apps, bob, grid, start } = fixture;
  const modal = await promptFor(bob, grid);
  await Promise.all([...apps].map((app) => app.stop()));
  await start();
  await finished(await (await bob.submit(modal, { 'prompt::0::glue': 'as a woodcut' })).message());
  expectClean(fixture);
});

test('a message without a picture says so', async () => {
  const fixture = await withGrid();
  const { bob, relay } = fixture;
  const plain = bob.say('no picture here');
  for (const name of ['Describe picture', 'Use as image prompt']) {
    const reply = await (await bob.useOnMessage(name, plain)).message();
    expect([reply.ephemeral, textOf(reply)]).toEqual([true, 'There is no picture in that message.']);
  }
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('what only one member sees stays so', async () => {
  const fixture = await withGrid('gateway', { private: true });
  const { ann, grid } = fixture;
  expect(grid.ephemeral).toBe(true);
  const described = await finished(await (await ann.useOnMessage('Describe picture', grid)).message());
  const modal = await promptFor(ann, grid);
  const made = await finished(await (await ann.submit(modal, { 'prompt::0::glue': 'a woodcut' })).message());
  expect([described.ephemeral, made.ephemeral]).toEqual([true, true]);
  expectClean(fixture);
});

/** A message of components, as Discord sends it: it has neither attachments nor embeds. */
const shows = (components: readonly object[]) => ({
  content: '',
  attachments: [],
  embeds: [],
  flags: 1 << 15,
  components,
});
const media = (url: string, content_type?: string) => ({ url, ...(content_type && { content_type }) });
const film = media('https://cdn.example/fox.mp4', 'video/mp4');

/** A message that forwards another one. */
function forwards(fields: object): object {
  const message_reference = { type: 1, channel_id: '1', message_id: '2' };
  const message = { type: 0, content: '', attachments: [], embeds: [], components: [], mentions: [], ...fields };
  return { content: '', message_reference, message_snapshots: [{ message }] };
}

const forms: readonly (readonly [string, (url: string) => object])[] = [
  ['a gallery, behind a film', (url) => shows([{ type: 12, items: [{ media: film }, { media: media(url) }] }])],
  [
    'a section’s thumbnail in a container',
    (url) => {
      const accessory = { type: 11, media: media(url, 'image/png') };
      const components = [{ type: 10, content: 'a fox' }];
      return shows([{ type: 17, components: [{ type: 9, components, accessory }] }]);
    },
  ],
  ['a file', (url) => shows([{ type: 13, file: media(url, 'image/png') }])],
  ['a gallery in a forwarded message', (url) => forwards(shows([{ type: 12, items: [{ media: media(url) }] }]))],
];

test('the picture of a message made of components is found, also in a message that is forwarded', async () => {
  const fixture = await withGrid();
  const { bob, grid, relay } = fixture;
  const url = grid.attachments[0]?.url ?? '';
  const said = bob.say('a fox');
  for (const [where, fieldsOf] of forms) {
    const shown = await (await bob.useOnMessage('Use as image prompt', said, {}, fieldsOf(url))).message();
    expect(shown.embeds[0]?.image?.url, where).toBe(url);
  }
  const fields = shows([{ type: 12, items: [{ media: media(url) }] }]);
  await finished(await (await bob.useOnMessage('Describe picture', said, {}, fields)).message());
  expect(relay.submissions.map(({ endpoint }) => endpoint)).toEqual(['imagine', 'describe']);
  expectClean(fixture);
});

test('nothing but films and texts in components is no picture', async () => {
  const fixture = await withGrid();
  const { bob, relay } = fixture;
  const components = [
    { type: 12, items: [{ media: film }, { media: media('https://cdn.example/b.webm') }] },
    { type: 13, file: media('https://cdn.example/fox.pdf') },
    { type: 10, content: 'https://cdn.example/fox.png' },
  ];
  const reply = await (await bob.useOnMessage('Describe picture', bob.say('a fox'), {}, shows(components))).message();
  expect(textOf(reply)).toBe('There is no picture in that message.');
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('Revive tells of a forwarded copy of a result how to get it with its buttons', async () => {
  const fixture = await withGrid();
  const { bob, grid, relay } = fixture;
  const fields = forwards({ embeds: grid.embeds });
  const reply = await (await bob.useOnMessage('Revive buttons', bob.say('look'), {}, fields)).message();
  expect(textOf(reply)).toContain(`/show task:${relay.submissions[0]?.taskId}`);
  expectClean(fixture);
});
