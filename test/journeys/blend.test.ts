import { expect, test } from 'vitest';
import { z } from 'zod';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import { pictureFile, textFile } from './pictures.ts';

const Body = z.object({ base64Array: z.array(z.string()), dimensions: z.string(), botType: z.string() });

test.each(['raw', 'gateway'] as const)('two pictures are blended into a grid on a %s relay', async (profile) => {
  const fixture = await createFixture({ relay: { profile } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const [image1, image2] = [await pictureFile('fox.png', 'red'), await pictureFile('hill.png', 'green')];
  const grid = await finished(await (await ann.slash('blend', { image1, image2 })).message());
  expect(textOf(grid)).toMatch(/(^|\n)-# <@\d+> · Blend · \d+ sec/);
  expect(labelsOf(grid)).toContain('U1');
  const body = Body.parse(relay.submissions[0]?.body);
  expect([relay.submissions[0]?.endpoint, body.base64Array.length, body.dimensions, body.botType]).toEqual([
    'blend',
    2,
    'SQUARE',
    'MID_JOURNEY',
  ]);
  await finished(await (await ann.press(grid, { label: 'U2' })).message());
  expectClean(fixture);
});

test('five pictures keep their order, and shape and model go with them', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const colours = ['red', 'green', 'blue', 'white', 'black'];
  const files = await Promise.all(colours.map((colour, n) => pictureFile(`${n}.png`, colour)));
  const options = Object.fromEntries(files.map((file, n) => [`image${n + 1}`, file]));
  const slash = await discord.member('ann').slash('blend', { ...options, dimensions: 'PORTRAIT', niji: true });
  await finished(await slash.message());
  const body = Body.parse(relay.submissions[0]?.body);
  expect(body.base64Array).toEqual(
    files.map(({ bytes }) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`),
  );
  expect([body.dimensions, body.botType]).toEqual(['PORTRAIT', 'NIJI_JOURNEY']);
  expectClean(fixture);
});

test('a file that is no picture is named, and nothing is submitted', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const options = { image1: await pictureFile(), image2: textFile('a `list`.txt', 'text/plain') };
  const reply = await (await discord.member('ann').slash('blend', options)).message();
  expect(reply.ephemeral).toBe(true);
  expect(textOf(reply)).toContain('is not a picture that Midjourney can read');
  expect(relay.submissions).toEqual([]);
  expectClean(fixture);
});

test('a large photo is made small enough for the relay', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const options = { image1: await pictureFile(), image2: await pictureFile('photo.png', 'noise', 1800) };
  expect(options.image2.bytes.length).toBeGreaterThan(5e6);
  await finished(await (await discord.member('ann').slash('blend', options)).message());
  const [, photo = ''] = Body.parse(relay.submissions[0]?.body).base64Array;
  expect(photo.slice(0, 15)).toBe('data:image/webp');
  expect(photo.length).toBeLessThan(5.4e6);
  expectClean(fixture);
});

test('a relay that answers with the pictures at once shows them', async () => {
  const fixture = await createFixture({ relay: { profile: 'synchronous' } });
  const { discord, start } = fixture;
  await start();
  const options = { image1: await pictureFile(), image2: await pictureFile() };
  const message = await finished(await (await discord.member('ann').slash('blend', options)).message());
  expect(message.attachments.filter(({ filename }) => filename.startsWith('picture'))).toHaveLength(4);
  expectClean(fixture);
});
