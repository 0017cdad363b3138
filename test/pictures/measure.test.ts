import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mediaOf } from '../../src/domain/pictures/media.ts';
import { kindOf, measure, toDataUrl } from '../../src/pictures/measure.ts';
import { shrink } from '../../src/pictures/shrink.ts';
import { animation, bomb, boxed, noise } from './samples.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('what a file is', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('a %s is told by its bytes and measured', async (format) => {
    const data = await noise(31, 17, format);
    expect(await measure([data])).toMatchObject({ data, mime: `image/${format}`, size: { width: 31, height: 17 } });
  });

  it.each(['png', 'jpeg', 'webp'] as const)('a %s that lost its end is none', async (format) => {
    const data = await noise(300, 300, format);
    for (const part of [0.2, 0.5, 0.99]) {
      expect(await measure([data.slice(0, data.length * part)])).toBe('notMedia');
    }
  });

  it.each(['gif', 'webp'] as const)('an animated %s has the size of its first frame', async (format) => {
    const data = await animation(24, 3, format);
    expect(await measure([data])).toMatchObject({ mime: `image/${format}`, size: { width: 24, height: 24 } });
  });

  it.each(['isom', 'iso5', 'mp42', 'avc1', 'M4V '])('a box of brand %s is a film without a size', async (brand) => {
    expect(await measure([boxed(brand)])).toMatchObject({ mime: 'video/mp4', size: null });
  });

  it.each([
    ['an AVIF start without a picture', boxed('avif')],
    ['QuickTime', boxed('qt  ')],
    ['sound', boxed('M4A ')],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['HTML', bytes('<!doctype html><p>This content is no longer available.')],
    ['JSON', bytes('{"error":"midjourney_task_not_found"}')],
    ['TIFF', bytes('II*\0\x08\0\0\0\0\0\0\0')],
    ['PDF', bytes('%PDF-1.7 1 0 obj')],
    ['nothing', bytes('')],
    ['a WAVE', bytes('RIFF\x24\0\0\0WAVEfmt ')],
    ['a PNG signature without a picture', bytes('\x89PNG\r\n\x1a\n')],
    ['a JPEG start without a picture', bytes('\xff\xd8\xff\xe0 is not enough')],
  ])('%s is no media', async (_, data) => {
    expect(await measure([data])).toBe('notMedia');
  });

  it('a HEIC photo is told apart from what is no picture', async () => {
    expect(await measure([boxed('heic')])).toBe('heic');
  });

  it('an AVIF picture is one, of which relays get a copy that they read', async () => {
    const data = new Uint8Array(
      await sharp(await noise(31, 17))
        .avif({ effort: 0 })
        .toBuffer(),
    );
    const media = await measure([data]);
    expect(media).toMatchObject({ mime: 'image/avif', size: { width: 31, height: 17 } });
    if (typeof media === 'string') throw new Error(media);
    expect(await shrink(media, 4_000_000)).toMatchObject({ mime: 'image/webp', size: { width: 31, height: 17 } });
  });

  it.each([
    [60_000, 60_000],
    [100_001, 1_000],
    [2_147_483_647, 1],
  ])('a PNG of a few bytes that claims %i x %i pixels is too large', async (width, height) => {
    const data = bomb(width, height);
    expect(data.length).toBeLessThan(100);
    expect(['tooLarge', 'notMedia']).toContain(await measure([data]));
  });

  it('a claim of 60000 x 60000 is understood, not mistaken for damage', async () => {
    expect(await measure([bomb(60_000, 60_000)])).toBe('tooLarge');
  });

  it('any bytes get an answer, never an exception', async () => {
    const starts = ['', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'RIFF\0\0\0\0WEBP', 'GIF89a', 'GIF87a'].map(bytes);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
        const result = await measure([new Uint8Array([...start, ...rest])]);
        if (typeof result === 'string') expect(['notMedia', 'tooLarge']).toContain(result);
        else expect(result.mime).toBe(kindOf(result.data));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a data URL', () => {
  it('holds exactly the bytes, also of a view into a larger buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(5), (data, skip) => {
        const url = toDataUrl(mediaOf([new Uint8Array(data).subarray(skip)], 'image/webp', null));
        const [head, body = ''] = url.split(',');
        expect(head).toBe('data:image/webp;base64');
        expect([...Buffer.from(body, 'base64')]).toEqual([...data.subarray(skip)]);
      }),
    );
  });
});
