import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/pictures/measure.ts';
import { pictures } from './pictures.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** As a decoder measures it; null for what it cannot read. */
async function decodedSize(data: Bytes) {
  return sharp(data, { limitInputPixels: false })
    .metadata()
    .then(
      ({ autoOrient: { width, height } }) => ({ width, height }),
      () => null,
    );
}

const anyPicture = fc.constantFrom(...Object.entries(pictures).map(([name, data]) => ({ name, data })));

/**
 * Whether so much of a file may be all of a picture: what is missing is a checksum, or it ends behind a row of blocks of a GIF, as those
 * do that do not say that nothing follows.
 */
function mayBeWhole(data: Bytes, length: number): boolean {
  const start = Buffer.from(data.subarray(0, 4)).toString('latin1');
  if (start === '\x89PNG') return length >= data.length - 4;
  return start === 'GIF8' && data[length - 1] === 0 && gifIntroducers.has(data[length] ?? 0);
}

/** What follows a row of blocks of a GIF: an extension, a frame, or the end. */
const gifIntroducers: ReadonlySet<number> = new Set([0x21, 0x2c, 0x3b]);

function cut(data: Bytes, length: number): readonly Bytes[] {
  return Array.from({ length: Math.ceil(data.length / length) }, (_, n) => data.subarray(n * length, (n + 1) * length));
}

describe.each(Object.entries(pictures))('%s', (_, data) => {
  it('is as large as a decoder says, and is given as it came', async () => {
    const media = await measure([data]);
    if (typeof media === 'string') throw new Error(media);
    expect(media.size).toEqual(await decodedSize(data));
    expect(media.pieces[0]).toBe(data);
  });

  it.each([1, 7, 100, 1_000])('is the same in pieces of %s bytes', async (length) => {
    const whole = await measure([data]);
    if (typeof whole === 'string') throw new Error(whole);
    const { mime, size } = whole;
    expect(await measure(cut(data, length))).toMatchObject({ mime, size, data });
  });

  it('is as large with something behind it that does not belong to it', async () => {
    const longer = new Uint8Array(Buffer.concat([data, Buffer.from('and more')]));
    const media = await measure([longer]);
    // Boxes are read to the end of the file, and these bytes are none.
    if (media !== 'notMedia') expect(media).toMatchObject({ size: await decodedSize(data) });
    else expect(Buffer.from(data.subarray(4, 8)).toString()).toBe('ftyp');
  });

  it('is none when its end is missing, wherever it was cut off', async () => {
    const lengths = fc.nat({ max: data.length - 1 }).filter((length) => !mayBeWhole(data, length));
    const property = fc.asyncProperty(lengths, async (length) => {
      expect(await measure([data.slice(0, length)])).toBe('notMedia');
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

it('a film is none when its end is missing', async () => {
  const box = (type: string, length: number) => {
    const front = Buffer.alloc(length);
    front.writeUInt32BE(length);
    front.write(type, 4, 'latin1');
    return front;
  };
  const front = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1');
  const film = new Uint8Array(Buffer.concat([front, box('moov', 300), box('free', 8), box('mdat', 5_000)]));
  expect(await measure([film])).toMatchObject({ mime: 'video/mp4', size: null });
  for (const length of [32, 100, 400, 5_000, film.length - 1]) {
    expect(await measure([film.slice(0, length)]), `${length}`).toBe('notMedia');
  }
});

it('damaged files get an answer, and no size that a decoder contradicts', async () => {
  const damage = fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const property = fc.asyncProperty(anyPicture, damage, async ({ data }, changes) => {
    const damaged = new Uint8Array(data);
    for (const [at, value] of changes) damaged[at] = value;
    const media = await measure([damaged]);
    const decoded = await decodedSize(damaged);
    if (typeof media === 'string') expect(['notMedia', 'tooLarge', 'heic']).toContain(media);
    else if (decoded && media.size) expect(media.size).toEqual(decoded);
  });
  await fc.assert(property, { numRuns: 1_000 });
});

describe('fifty megabytes that are made to take long', () => {
  const SIZE = 50 * 1024 * 1024;
  const filled = (start: Bytes | string, value: number) => {
    const data = new Uint8Array(SIZE).fill(value);
    data.set(typeof start === 'string' ? Buffer.from(start, 'latin1') : start);
    return data;
  };

  it.each([
    ['a PNG of empty chunks', filled((pictures['a PNG'] ?? new Uint8Array()).slice(0, 33), 0)],
    ['a JPEG of nothing but marks', filled('\xff\xd8\xff', 0xff)],
    ['a JPEG of empty segments', filled(`\xff\xd8${'\xff\xe0\0\x02'.repeat(20_000)}`, 0)],
    ['a GIF of small blocks', filled('GIF89a\x01\0\x01\0\0\0\0\x21\xff', 1)],
    ['a GIF of empty extensions', filled('GIF89a\x01\0\x01\0\0\0\0\x21\0\0', 0x21)],
    ['a film of empty boxes', filled('\0\0\0\x08ftypisom', 8)],
  ])('%s is told apart at once', async (_, data) => {
    const started = performance.now();
    const answered = measure(cut(data, 65_536));
    // What is left to a decoder does not hold anybody up.
    const held = performance.now() - started;
    await answered;
    expect(held).toBeLessThan(200);
  });
});
