import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import { pictureFile } from './pictures.ts';

async function opened() {
  const fixture = await createFixture();
  await fixture.start();
  return { ...fixture, ann: fixture.discord.member('ann') };
}

test('pictures that Discord calls otherwise than they are, and AVIF, are used', async () => {
  const fixture = await opened();
  const { ann, relay } = fixture;
  const png = await pictureFile();
  const avif = new Uint8Array(await sharp(png.bytes).avif({ effort: 0 }).toBuffer());
  const jpeg = new Uint8Array(await sharp(png.bytes).jpeg().toBuffer());
  const files = [
    [{ name: 'fox.avif', type: 'image/avif', bytes: avif }, 'webp'],
    [{ ...png, type: 'application/octet-stream' }, 'png'],
    [{ name: 'fox.jfif', type: 'application/octet-stream', bytes: jpeg }, 'jpeg'],
  ] as const;
  for (const [image, kind] of files) {
    await finished(await (await ann.slash('describe', { image })).message());
    const base64 = expect.stringMatching(new RegExp(`^data:image/${kind};`));
    expect(relay.submissions.at(-1)?.body).toMatchObject({ base64 });
  }
  expectClean(fixture);
});

const addresses: readonly (readonly [string, (relay: string) => string, string])[] = [
  ['has expired', (relay) => `${relay}/attachments/1/2/a.png?ex=1&is=1&hm=1`, 'has expired'],
  ['is not there', (relay) => `${relay}/attachments/1/2/a.png`, 'There is no picture at the link you gave.'],
  ['is no picture', (relay) => `${relay}/api/status`, 'is not a picture that I can read.'],
  ['is in a private network', () => 'http://10.0.0.1/a.png', 'leads to a private network'],
];

test('each reason for which a picture cannot be had has its own words, and a link in a prompt is looked at before it costs', async () => {
  const fixture = await opened();
  const { ann, relay } = fixture;
  for (const [name, addressOf, words] of addresses) {
    const link = addressOf(relay.url);
    await says(await (await ann.slash('describe', { link })).message(), words);
    const refused = await says(await (await ann.slash('imagine', { prompt: `${link} a fox` })).message(), words);
    expect(labelsOf(refused)).toContain('Edit and try again');
    await says(await (await ann.slash('imagine', { prompt: `a fox --sref ${link}` })).message(), words);
    expect(relay.submissions, name).toEqual([]);
  }
  // Midjourney may reach what we do not.
  const away = 'https://nobody.invalid/a.png';
  await says(await (await ann.slash('describe', { link: away })).message(), 'did not answer, or refused');
  await finished(await (await ann.slash('imagine', { prompt: `${away} a fox` })).message());
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('below a picture that could not be had another one is attached, and all else stays', async () => {
  const fixture = await opened();
  const { ann, relay } = fixture;
  const dead = `${relay.url}/attachments/1/2/a.png?ex=1&is=1&hm=1`;
  const described = await says(
    await (await ann.slash('describe', { link: dead, niji: true })).message(),
    'has expired',
  );
  const modal = await (await ann.press(described, { label: 'Attach again' })).modal();
  await finished(await (await ann.submit(modal, { pictures: [await pictureFile()] })).message());
  expect(relay.submissions[0]?.body).toMatchObject({
    botType: 'NIJI_JOURNEY',
    base64: expect.stringMatching(/^data:/),
  });

  const bytes = new TextEncoder().encode('<html>');
  const image = { name: 'fox.png', type: 'image/png', bytes };
  const imagined = await says(
    await (await ann.slash('imagine', { prompt: 'a fox --ar 3:2', image })).message(),
    'not a picture that I can read',
  );
  const again = await (await ann.press(imagined, { label: 'Attach again' })).modal();
  const heic = { name: 'fox.heic', type: 'image/heic', bytes };
  expect(textOf(await (await ann.submit(again, { pictures: [heic] })).message())).toContain('HEIC');
  const two = [await pictureFile(), await pictureFile('b.png', 'blue')];
  const grid = await finished(await (await ann.submit(again, { pictures: two })).message());
  expect(labelsOf(grid)).toContain('U1');
  expect(relay.submissions[1]?.body).toMatchObject({
    prompt: 'a fox --ar 3:2',
    base64Array: [expect.stringMatching(/^data:/), expect.stringMatching(/^data:/)],
  });
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});
