import fc from 'fast-check';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Media, MediaFetcher } from '../../src/domain/pictures/media.ts';
import { createFetcher } from '../../src/pictures/fetcher.ts';
import { measure } from '../../src/pictures/measure.ts';
import { direct } from '../direct.ts';
import { animation, boxed, noise } from './samples.ts';

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

function shrinker(): MediaFetcher['shrink'] {
  const { shrink, close } = createFetcher({
    trustedOrigins: [],
    dispatcher: direct.dispatcher,
    proxyFor: direct.proxyFor,
    log,
  });
  onTestFinished(close);
  return shrink;
}

async function media(data: Uint8Array<ArrayBuffer>): Promise<Media> {
  const measured = await measure([data]);
  if (typeof measured === 'string') throw new Error(measured);
  return measured;
}

/** Decodes every pixel, so that damage shows. */
async function decode({ data }: Media): Promise<{ width: number; height: number; pages: number; hasAlpha: boolean }> {
  const { info } = await sharp(data).raw().toBuffer({ resolveWithObject: true });
  const { pages = 1, hasAlpha } = await sharp(data).metadata();
  return { width: info.width, height: info.height, pages, hasAlpha };
}

describe('shrinking', () => {
  it('what is small enough is given back as it is, films too', async () => {
    const picture = await media(await noise(20, 20));
    const film = await media(boxed('isom'));
    const shrink = shrinker();
    expect(await shrink(picture, picture.data.length)).toBe(picture);
    expect(await shrink(film, film.data.length)).toBe(film);
  });

  it('a film that is too large cannot be helped', async () => {
    expect(await shrinker()(await media(boxed('isom')), 10)).toBeNull();
  });

  it('any picture comes out within the limit and in its shape, or not at all', async () => {
    const shrink = shrinker();
    const side = fc.integer({ min: 1, max: 300 });
    const format = fc.constantFrom('png' as const, 'jpeg' as const, 'webp' as const);
    await fc.assert(
      fc.asyncProperty(side, side, format, fc.integer({ min: 1, max: 40_000 }), async (width, height, kind, bytes) => {
        const original = await media(await noise(width, height, kind));
        const copy = await shrink(original, bytes);
        if (!copy) return;
        expect(copy.data.length).toBeLessThanOrEqual(bytes);
        const shown = await decode(copy);
        expect(copy.size).toEqual({ width: shown.width, height: shown.height });
        const scale = Math.max(shown.width, shown.height) / Math.max(width, height);
        expect(Math.abs(shown.width - width * scale)).toBeLessThanOrEqual(1);
        expect(Math.abs(shown.height - height * scale)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 25 },
    );
  });

  it('a picture of 1024 pixels fits into a tenth of its size', async () => {
    const original = await media(await noise(1024, 1024));
    const copy = await shrinker()(original, original.data.length / 10);
    expect(copy?.size?.width).toBeGreaterThan(300);
  });

  it('a picture is never made a stamp', async () => {
    expect(await shrinker()(await media(await noise(400, 400)), 200)).toBeNull();
  });

  it('transparency survives', async () => {
    const original = await media(await noise(200, 200, 'png', true));
    const copy = await shrinker()(original, 20_000);
    expect(copy && (await decode(copy)).hasAlpha).toBe(true);
  });

  it('a picture that lies on its side is set upright', async () => {
    const lying = await sharp(await noise(300, 100, 'jpeg'))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const original = await media(new Uint8Array(lying));
    expect(original.size).toEqual({ width: 100, height: 300 });
    const copy = await shrinker()(original, 8_000);
    expect(copy && (await decode(copy))).toMatchObject({ width: copy?.size?.width, height: copy?.size?.height });
    expect((copy?.size?.height ?? 0) / (copy?.size?.width ?? 1)).toBeCloseTo(3, 0);
  });

  it.each(['gif', 'webp'] as const)('an animated %s goes on moving', async (format) => {
    const original = await media(await animation(160, 5, format));
    const copy = await shrinker()(original, original.data.length / 3);
    expect(copy?.data.length).toBeLessThanOrEqual(original.data.length / 3);
    expect(copy && (await decode(copy)).pages).toBe(5);
    expect(copy && (await measure([copy.data]))).toMatchObject({ size: copy?.size });
  });

  it('an animation that cannot be kept becomes its first frame', async () => {
    const original = await media(await animation(160, 40, 'webp'));
    const copy = await shrinker()(original, 6_000);
    expect(copy?.data.length).toBeLessThanOrEqual(6_000);
    expect(copy && (await decode(copy)).pages).toBe(1);
  });

  it('a picture that is damaged inside gives nothing, not an exception', async () => {
    const whole = await noise(200, 200, 'png');
    const damaged = await media(whole.fill(7, 200, whole.length - 20));
    expect(await shrinker()(damaged, 1_000)).toBeNull();
  });

  it('a WebP is made of a picture that is wider than any WebP', async () => {
    const wide = await sharp({ create: { width: 20_000, height: 200, channels: 3, background: 'red' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const copy = await shrinker()(await media(new Uint8Array(wide)), 1_000_000);
    expect(copy?.size?.width).toBe(16_383);
  });

  it('goes no further when it is aborted', async () => {
    const original = await media(await noise(300, 300));
    const stopping = new AbortController();
    const begun = performance.now();
    const shrunk = shrinker()(original, 5_000, stopping.signal);
    stopping.abort();
    expect(await shrunk).toBe(null);
    const toTheEnd = performance.now();
    await shrinker()(original, 5_000);
    expect(toTheEnd - begun).toBeLessThan(performance.now() - toTheEnd);
  });

  it('does not hold up the program', async () => {
    const original = await media(await noise(1_200, 1_200));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await shrinker()(original, original.data.length / 8);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});

describe('the limit on copies that are made at once', () => {
  it('is never exceeded, every copy is made, and one that fails keeps no other from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (limit, works) => {
          const limited = pLimit(limit);
          let running = 0;
          const results = await Promise.allSettled(
            works.map((works) =>
              limited(async () => {
                expect(++running).toBeLessThanOrEqual(limit);
                await Promise.resolve();
                running--;
                if (!works) throw new Error('no');
              }),
            ),
          );
          expect(results.map(({ status }) => status === 'fulfilled')).toEqual(works);
          expect(await limited(async () => 'again')).toBe('again');
        },
      ),
    );
  });
});
