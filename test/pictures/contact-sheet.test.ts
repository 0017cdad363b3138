import { expect, test } from 'vitest';
import { contactSheet } from '../../src/pictures/contact-sheet.ts';
import { measure } from '../../src/pictures/measure.ts';
import { animation, boxed, noise } from './samples.ts';

async function media(data: Uint8Array<ArrayBuffer>) {
  const measured = await measure([data]);
  if (typeof measured === 'string') throw new Error(measured);
  return measured;
}

test('one picture becomes a small copy, several stand in even rows, and films are left out', async () => {
  const [wide, tall, moving, film] = await Promise.all([
    noise(640, 320).then(media),
    noise(100, 200, 'jpeg').then(media),
    animation(40, 2, 'gif').then(media),
    media(boxed('isom')),
  ]);
  const sizeOf = async (...all: Parameters<typeof contactSheet>[0]) => {
    const sheet = await contactSheet(all);
    expect(sheet && (await measure(sheet.pieces))).toEqual(sheet);
    return sheet?.size ?? null;
  };
  expect(await sizeOf(wide)).toEqual({ width: 320, height: 160 });
  expect(await sizeOf(tall)).toEqual({ width: 100, height: 200 });
  expect((await contactSheet([wide], 512))?.size).toEqual({ width: 512, height: 256 });
  expect(await sizeOf(wide, tall)).toEqual({ width: 320, height: 160 });
  expect(await sizeOf(wide, tall, moving)).toEqual({ width: 480, height: 160 });
  expect(await sizeOf(wide, tall, moving, wide)).toEqual({ width: 320, height: 320 });
  expect(await sizeOf(wide, tall, moving, wide, tall)).toEqual({ width: 480, height: 320 });
  expect(await sizeOf(film, wide)).toEqual({ width: 320, height: 160 });
  expect(await sizeOf(film)).toBeNull();
});
