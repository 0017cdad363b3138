import { createServer } from 'node:http';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { Message } from '../emulator/discord/types.ts';
import { createFixture, type Fixture } from './fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from './message-reading.ts';

async function imagined({ discord }: Fixture, prompt = 'a red fox'): Promise<Message> {
  return (await discord.member('ann').slash('imagine', { prompt })).message();
}

/** Waits for a result that has no file. */
async function linked(message: Message): Promise<Message> {
  await vi.waitFor(() => expect(labelsOf(message)).toContain('U1'), { timeout: 8000 });
  expect(message.attachments).toEqual([]);
  return message;
}

/** A neighbour on this machine that no member should ever reach through the bot. */
async function neighbour() {
  const visits: string[] = [];
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const server = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the neighbour has no port');
  return { visits, origin: `http://127.0.0.1:${address.port}` };
}

const Rows = z.array(z.record(z.string(), z.unknown()));

/** The relay's answers with another address for finished pictures. */
function withPicture(url: string) {
  return (answer: unknown) =>
    Rows.parse(answer).map((row) => (row.status === 'SUCCESS' ? { ...row, imageUrl: url } : row));
}

test('a picture is uploaded with its message, told in words for those who cannot see it, and tells nobody where the relay is', async () => {
  const fixture = await createFixture();
  const { relay, start } = fixture;
  await start();
  const message = await finished(await imagined(fixture));
  const [file] = message.attachments;
  expect(file).toMatchObject({ description: expect.stringContaining('a red fox'), contentType: 'image/webp' });
  expect(message.embeds[0]?.image).toMatchObject({ url: file?.url, description: expect.stringContaining('a red fox') });
  expect(JSON.stringify([message.content, message.embeds, message.components])).not.toContain(new URL(relay.url).host);
  const asked = relay.requests.filter(({ path }) => path.startsWith('/mj/image/'));
  expect(asked.length).toBeGreaterThan(0);
  for (const { headers } of asked) expect(JSON.stringify(headers)).not.toContain(relay.key);
  expectClean(fixture);
});

test('a picture too large for the place is shown as a smaller copy', async () => {
  const fixture = await createFixture({ relay: { pictureSize: 1024, pictureFormat: 'png' } });
  const { discord, start } = fixture;
  await start();
  const attachmentLimit = 60_000;
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' }, { attachmentLimit });
  const message = await finished(await imagine.message());
  const [file] = message.attachments;
  expect(file?.size).toBeLessThanOrEqual(attachmentLimit);
  expect(file?.size).toBeGreaterThan(1000);
  expect(message.embeds[0]?.image?.url).toBe(file?.url);
  expectClean(fixture);
});

test.each([
  ['expired', 'expired'],
  ['forbidden', 'forbidden'],
  ['SVG', 'svg'],
  [
    'a web page that says it is a picture',
    { status: 200, body: '<html><script>x</script></html>', contentType: 'image/png' },
  ],
  ['cut off', 'cut'],
] as const)('a picture that is %s is linked, and its buttons work', async (_, fault) => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  relay.faults.always('picture', fault);
  const message = await linked(await imagined(fixture));
  expect(message.embeds[0]?.image?.url).toContain(`/mj/image/${relay.submissions[0]?.taskId}`);
  relay.faults.clear();
  const single = await (await discord.member('ann').press(message, { label: 'U1' })).message();
  await finished(single);
  expectClean(fixture);
});

test('pictures on a private address that is not the relay’s own are never fetched', async () => {
  const fixture = await createFixture();
  const { relay, start } = fixture;
  const { visits, origin } = await neighbour();
  await start();
  for (const url of [
    `${origin}/admin.png`,
    `http://[::1]:80/admin.png`,
    `${origin.replace('127.0.0.1', 'localhost')}/x`,
  ]) {
    relay.faults.always('list', { rewrite: withPicture(url) });
    await linked(await imagined(fixture));
  }
  relay.faults.clear();
  relay.faults.always('picture', { redirect: `${origin}/admin.png` });
  await linked(await imagined(fixture));
  expect(visits).toEqual([]);
  expectClean(fixture);
});

test('IMAGE_DELIVERY=link uploads nothing and asks the relay for no picture', async () => {
  const fixture = await createFixture({ env: { IMAGE_DELIVERY: 'link' } });
  const { relay, start } = fixture;
  await start();
  const message = await linked(await imagined(fixture));
  const [embed] = message.embeds;
  const url = expect.stringContaining(relay.url);
  expect(embed?.image).toMatchObject({ url, description: expect.stringContaining('a red fox') });
  expect(relay.requests.filter(({ path }) => path.startsWith('/mj/image/'))).toEqual([]);
  expectClean(fixture);
});

test('four pictures in the answer itself are one gallery without Midjourney’s buttons', async () => {
  const fixture = await createFixture({ relay: { profile: 'synchronous' } });
  const { relay, start } = fixture;
  await start();
  const message = await imagined(fixture);
  await vi.waitFor(() => expect(message.attachments).toHaveLength(4), 10_000);
  expect(message.embeds).toHaveLength(4);
  expect(new Set(message.embeds.map(({ url }) => url)).size).toBe(1);
  expect(message.embeds.map(({ image }) => image?.url)).toEqual(message.attachments.map(({ url }) => url));
  expect(labelsOf(message)).toEqual(['🔄', 'Vary from this', 'Use as image prompt', '🗑️', '✉️', 'ℹ️']);
  expect(textOf(message)).toContain('a red fox');
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('a film comes as a film', async () => {
  const fixture = await createFixture({ relay: { profile: 'raw' } });
  const { discord, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const grid = await finished(await imagined(fixture));
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const films = await finished(await (await ann.press(single, { label: 'Animate high' })).message());
  expect(films.attachments.map(({ contentType }) => contentType)).toContain('video/mp4');
  expect(labelsOf(films)).toEqual(['U1', 'U2', 'U3', 'U4', '🗑️', '✉️', 'ℹ️']);
  expectClean(fixture);
});

test('a member’s own picture goes to the relay, and what only claims to be one does not', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const png = await sharp({ create: { width: 32, height: 32, channels: 3, background: 'blue' } })
    .png()
    .toBuffer();
  const image = { name: 'fox.png', type: 'image/png', bytes: new Uint8Array(png) };
  await finished(await (await ann.slash('imagine', { prompt: 'a fox', image })).message());
  expect(relay.submissions[0]?.body).toMatchObject({
    base64Array: [`data:image/png;base64,${png.toString('base64')}`],
  });

  const page = { ...image, bytes: new TextEncoder().encode('<html>') };
  const refused = await (await ann.slash('imagine', { prompt: 'a fox', image: page })).message();
  await says(refused, /is (?:no|not a) picture/);
  const text = { ...image, type: 'text/plain' };
  const told = await (await ann.slash('imagine', { prompt: 'a fox', image: text })).message();
  expect([told.ephemeral, textOf(told)]).toEqual([true, expect.stringContaining('not a picture')]);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});
