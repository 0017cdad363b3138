import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import type { Mask } from '../../src/domain/job/request.ts';
import type { MaskTrouble, Media } from '../../src/domain/pictures/media.ts';
import { areas, cellBox, cellsIn, cellsOf, gridFor, type Size } from '../../src/domain/pictures/region.ts';
import { drawMask } from '../../src/pictures/mask.ts';
import { gridSvg } from '../../src/pictures/mask-overlay.ts';
import { createMaskPreviews, shown } from '../../src/pictures/mask-preview.ts';
import { measure } from '../../src/pictures/measure.ts';
import { boxed } from './samples.ts';

const { signal } = new AbortController();

/** A soft landscape: what photographs are like, unlike noise. */
async function landscape({ width, height }: Size): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none"><defs><linearGradient id="a" x2=".3" y2="1"><stop stop-color="#f6d8a8"/><stop offset=".5" stop-color="#86a8c0"/><stop offset="1" stop-color="#17232e"/></linearGradient></defs><rect width="100" height="100" fill="url(#a)"/><circle cx="70" cy="25" r="9" fill="#fff6e0"/><path d="M0 70L30 45L55 72L80 50L100 66V100H0Z" fill="#2b3a44"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Paints a shape over a picture. */
async function paint(picture: Buffer, shape: string, { width, height }: Size): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" shape-rendering="crispEdges">${shape}</svg>`;
  return sharp(picture)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
}

function pictures(files: Readonly<Record<string, Buffer | Uint8Array>>) {
  const asked: string[] = [];
  return {
    asked,
    async fetch(url: string) {
      asked.push(url);
      const file = files[url];
      return file ? measure([new Uint8Array(file)]) : 'missing';
    },
  };
}

/** One byte per pixel of a mask that came out well. */
async function pixelsOf(mask: Media | MaskTrouble): Promise<{ pixels: Uint8Array; size: Size }> {
  if (typeof mask === 'string') throw new Error(mask);
  expect(await sharp(mask.data).metadata()).toMatchObject({ format: 'png', channels: 1 });
  const { data, info } = await sharp(mask.data).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { pixels: data, size: info };
}

const draw = (mask: Mask, files: Parameters<typeof pictures>[0]) => drawMask(mask, pictures(files), signal);

describe('a mask of cells', () => {
  const sizes = fc.record({ width: fc.integer({ min: 1, max: 90 }), height: fc.integer({ min: 1, max: 90 }) });

  test('is white in exactly the chosen cells, whatever the picture’s size and whatever is chosen', async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes.chain((size) => fc.subarray(cellsOf(gridFor(size)), { minLength: 1 }).map((cells) => ({ size, cells }))),
        async ({ size, cells }) => {
          const grid = gridFor(size);
          const area = cells
            .map((cell) => cellBox(cell, grid, size))
            .reduce((sum, { left, top, right, bottom }) => sum + (right - left) * (bottom - top), 0);
          const mask = await draw({ kind: 'cells', pictureUrl: 'p', ...grid, cells }, { p: await landscape(size) });
          if (area === 0) {
            expect(mask).toBe('empty');
            return;
          }
          const { pixels, size: drawn } = await pixelsOf(mask);
          expect([drawn.width, drawn.height]).toEqual([size.width, size.height]);
          for (let at = 0; at < pixels.length; at += 1) {
            const [x, y] = [at % size.width, Math.floor(at / size.width)];
            const inside = cells.some((cell) => {
              const { left, top, right, bottom } = cellBox(cell, grid, size);
              return x >= left && x < right && y >= top && y < bottom;
            });
            expect(pixels[at]).toBe(inside ? 255 : 0);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each(areas)('can be the %s of a picture of odd size', async (area) => {
    const size = { width: 1025, height: 683 };
    const grid = gridFor(size);
    const cells = cellsIn(area, grid);
    const { pixels } = await pixelsOf(
      await draw({ kind: 'cells', pictureUrl: 'p', ...grid, cells }, { p: await landscape(size) }),
    );
    const share = pixels.filter((value) => value === 255).length / pixels.length;
    expect(share).toBeCloseTo(cells.length / (grid.columns * grid.rows), 2);
    expect(pixels.every((value) => value === 0 || value === 255)).toBe(true);
  });

  test('lies as the picture is shown, not as its camera held it', async () => {
    const turned = await sharp(await landscape({ width: 60, height: 40 }))
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const mask = await draw({ kind: 'cells', pictureUrl: 'p', columns: 4, rows: 6, cells: [0] }, { p: turned });
    expect((await pixelsOf(mask)).size).toMatchObject({ width: 40, height: 60 });
  });

  test('is not drawn when nothing is chosen, for a film, or for a picture larger than any of Midjourney’s', async () => {
    const cells = { kind: 'cells', pictureUrl: 'p', columns: 4, rows: 4, cells: [] } as const;
    expect(await draw(cells, { p: await landscape({ width: 8, height: 8 }) })).toBe('empty');
    expect(await draw({ ...cells, cells: [99] }, { p: await landscape({ width: 8, height: 8 }) })).toBe('empty');
    expect(await draw({ ...cells, cells: [1] }, { p: boxed('isom') })).toBe('notMedia');
    expect(await draw({ ...cells, cells: [1] }, {})).toBe('missing');
    const huge = await sharp({ create: { width: 9000, height: 4100, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    expect(await draw({ ...cells, cells: [1] }, { p: huge })).toBe('tooLarge');
  });
});

describe('a painted mask', () => {
  const size = { width: 480, height: 320 };
  const mask = { kind: 'painted', pictureUrl: 'p', paintedUrl: 'q' } as const;
  const box = { left: 100, top: 60, right: 260, bottom: 200 };
  const shape = `<rect x="${box.left}" y="${box.top}" width="${box.right - box.left}" height="${box.bottom - box.top}" fill="#ff0040"/>`;
  const isInside = (at: number, slack: number, { width } = size) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x >= box.left - slack && x < box.right + slack && y >= box.top - slack && y < box.bottom + slack;
  };

  /** Every pixel is right but those within `slack` of an outline. */
  async function expectBox(painted: Buffer, slack: number): Promise<void> {
    const { pixels } = await pixelsOf(await draw(mask, { p: await landscape(size), q: painted }));
    const wrong = [...pixels].filter((value, at) => (value === 255 ? !isInside(at, slack) : isInside(at, -slack)));
    expect(wrong).toEqual([]);
  }

  test('is nowhere else in a copy that was saved as a poor JPEG, however fine the lines of the picture', async () => {
    const lines = Array.from({ length: 12 }, (_, n) => {
      const at = 40 * n + 11;
      return `<path d="M${at} 0V320M0 ${at}H480" stroke="${n % 2 ? '#d02030' : '#2040d0'}" stroke-width="1"/>`;
    }).join('');
    const fine = await paint(await landscape(size), lines, size);
    const painted = await paint(fine, shape.replace('#ff0040', '#00ff00'), size);
    const saved = await sharp(painted).jpeg({ quality: 75, chromaSubsampling: '4:2:0' }).toBuffer();
    const { pixels } = await pixelsOf(await draw(mask, { p: fine, q: saved }));
    const wrong = [...pixels.keys()].filter((at) => (pixels[at] === 255 ? !isInside(at, 8) : isInside(at, -8)));
    expect(wrong).toEqual([]);
  });

  test.each([6, 12])('is also a stroke of %i pixels, straight or slanting', async (width) => {
    const stroke = `<path d="M40 40H200M240 60L420 280" stroke="#ff0040" stroke-width="${width}"/>`;
    const { pixels } = await pixelsOf(
      await draw(mask, { p: await landscape(size), q: await paint(await landscape(size), stroke, size) }),
    );
    const at = (x: number, y: number) => pixels[y * size.width + x];
    expect([at(60, 40), at(180, 40), at(330, 170), at(300, 60)]).toEqual([255, 255, 255, 0]);
  });

  test('is exactly what was painted over', async () => {
    await expectBox(await paint(await landscape(size), shape, size), 0);
  });

  test('is exactly what was painted over, for boxes of any place and size', async () => {
    const picture = await landscape(size);
    const edges = (most: number) =>
      fc.tuple(fc.integer({ min: 0, max: most - 12 }), fc.integer({ min: 10, max: most - 10 })).map(([from, long]) => ({
        from,
        to: Math.min(most, from + long),
      }));
    await fc.assert(
      fc.asyncProperty(edges(size.width), edges(size.height), async (across, down) => {
        const rect = `<rect x="${across.from}" y="${down.from}" width="${across.to - across.from}" height="${down.to - down.from}" fill="#00ff00"/>`;
        const drawn = await draw(mask, { p: picture, q: await paint(picture, rect, size) });
        const area = (across.to - across.from) * (down.to - down.from);
        if (area / (size.width * size.height) > 0.97) {
          expect(drawn).toBe('otherPicture');
          return;
        }
        const { pixels } = await pixelsOf(drawn);
        expect(pixels.filter((value) => value === 255).length).toBe(area);
        expect(pixels[down.from * size.width + across.from]).toBe(255);
        expect(pixels[(down.to - 1) * size.width + across.to - 1]).toBe(255);
      }),
      { numRuns: 20 },
    );
  });

  it.each([50, 75, 90])('survives compression to JPEG of quality %i', async (quality) => {
    const painted = await paint(await landscape(size), shape, size);
    await expectBox(await sharp(painted).jpeg({ quality }).toBuffer(), 5);
  });

  test('survives a copy of half and of double the size', async () => {
    const painted = await paint(await landscape(size), shape, size);
    await expectBox(await sharp(painted).resize(240).jpeg({ quality: 80 }).toBuffer(), 6);
    await expectBox(await sharp(painted).resize(960).webp({ quality: 80 }).toBuffer(), 4);
  });

  test('takes what was rubbed out for painted', async () => {
    const hole = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" shape-rendering="crispEdges">${shape}</svg>`;
    const rubbed = await sharp(await landscape(size))
      .ensureAlpha()
      .composite([{ input: Buffer.from(hole), blend: 'dest-out' }])
      .png()
      .toBuffer();
    await expectBox(rubbed, 0);
  });

  test('has no specks and no pinholes', async () => {
    const dots = `${shape}<rect x="20" y="20" width="1" height="1" fill="#f00"/><rect x="400" y="300" width="1" height="2" fill="#f00"/>`;
    const painted = await paint(await landscape(size), dots, size);
    const original = await sharp(await landscape(size))
      .extract({ left: 150, top: 100, width: 1, height: 2 })
      .toBuffer();
    const pierced = await sharp(painted)
      .composite([{ input: original, left: 150, top: 100 }])
      .png()
      .toBuffer();
    await expectBox(pierced, 0);
  });

  test('has the size of the picture even when that is larger than what is compared', async () => {
    const large = { width: 2048, height: 1536 };
    const rect = '<rect x="512" y="512" width="1024" height="512" fill="#ff0"/>';
    const picture = await landscape(large);
    const { pixels, size: drawn } = await pixelsOf(
      await draw(mask, { p: picture, q: await paint(picture, rect, large) }),
    );
    expect([drawn.width, drawn.height]).toEqual([2048, 1536]);
    expect(pixels.filter((value) => value === 255).length).toBe(1024 * 512);
  });

  test('says what is wrong with a copy', async () => {
    const picture = await landscape(size);
    expect(await draw(mask, { p: picture, q: picture })).toBe('empty');
    expect(await draw(mask, { p: picture, q: await sharp(picture).jpeg({ quality: 60 }).toBuffer() })).toBe('empty');
    expect(await draw(mask, { p: picture, q: await landscape({ width: 300, height: 300 }) })).toBe('otherPicture');
    expect(await draw(mask, { p: picture, q: await sharp(picture).negate().toBuffer() })).toBe('otherPicture');
    expect(await draw(mask, { p: picture, q: picture.subarray(0, 200) })).toBe('notMedia');
    expect(await draw(mask, { p: picture, q: boxed('isom') })).toBe('notMedia');
    expect(await draw(mask, { p: picture })).toBe('missing');
  });
});

describe('a preview', () => {
  const size = { width: 900, height: 600 };
  const none = { kind: 'cells', grid: null, cells: [] } as const;

  test('offers a grid of the picture’s shape and shows what is chosen', async () => {
    const picture = await landscape(size);
    const previews = createMaskPreviews(pictures({ p: picture }));
    const blank = await previews.region(['p'], none, signal);
    if (typeof blank === 'string') throw new Error(blank);
    expect(blank).toMatchObject({ name: 'region.webp', pictureUrl: 'p', grid: { columns: 6, rows: 4 }, share: 0 });
    const cells = cellsIn('left', blank.grid);
    const half = await previews.region(['p'], { kind: 'cells', grid: blank.grid, cells }, signal);
    if (typeof half === 'string') throw new Error(half);
    expect(half.share).toBeCloseTo(0.5, 2);
    expect((await sharp(half.data).metadata()).width).toBe(900);
    const redder = async (data: Uint8Array, left: number) => {
      const { channels } = await sharp(
        await sharp(data).extract({ left, top: 200, width: 100, height: 60 }).toBuffer(),
      ).stats();
      return (channels[0]?.mean ?? 0) - (channels[2]?.mean ?? 0);
    };
    expect(await redder(half.data, 180)).toBeGreaterThan((await redder(blank.data, 180)) + 20);
    expect(Math.abs((await redder(half.data, 600)) - (await redder(blank.data, 600)))).toBeLessThan(20);
  });

  test('finds the picture where it still is, and asks for it once', async () => {
    const media = pictures({ copy: await landscape(size) });
    const previews = createMaskPreviews(media);
    expect(await previews.region(['gone', 'copy'], none, signal)).toMatchObject({ pictureUrl: 'copy' });
    expect(await previews.region(['copy'], none, signal)).toMatchObject({ pictureUrl: 'copy' });
    expect(media.asked).toEqual(['gone', 'copy']);
    expect(await previews.region(['gone'], none, signal)).toBe('missing');
  });

  test('says what is wrong with a painted copy', async () => {
    const picture = await landscape(size);
    const previews = createMaskPreviews(pictures({ p: picture, other: await landscape({ width: 300, height: 300 }) }));
    expect(await previews.region(['p'], { kind: 'painted', paintedUrl: 'p' }, signal)).toBe('empty');
    expect(await previews.region(['p'], { kind: 'painted', paintedUrl: 'other' }, signal)).toBe('otherPicture');
  });
});

test('the names of the cells can be read in Discord’s window, whatever the shape of the picture', () => {
  // Discord makes a picture fit into about 550 by 350 pixels, where what is 7 pixels high can just be read.
  const ratios = fc.double({ min: 1, max: 14, noNaN: true });
  fc.assert(
    fc.property(ratios, fc.integer({ min: 256, max: 3000 }), fc.boolean(), (ratio, short, isUpright) => {
      const long = Math.round(short * ratio);
      const size = shown(isUpright ? { width: short, height: long } : { width: long, height: short });
      expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(300);
      const svg = gridSvg(gridFor(size), [], size).toString();
      const unit = Number(/scale\(([\d.]+)\)/.exec(svg)?.[1]);
      const window = Math.min(1, 550 / size.width, isUpright ? Infinity : 350 / size.height);
      expect(unit * 6 * window).toBeGreaterThan(7);
    }),
  );
});

test('the cells of a 14:1 picture are one row, drawn on a preview whose short side has 300 pixels', async () => {
  const picture = await landscape({ width: 2800, height: 200 });
  const view = await createMaskPreviews(pictures({ p: picture })).region(
    ['p'],
    { kind: 'cells', grid: null, cells: [] },
    signal,
  );
  if (typeof view === 'string') throw new Error(view);
  expect(view.grid).toEqual({ columns: 12, rows: 1 });
  expect(await sharp(view.data).metadata()).toMatchObject({ width: 4200, height: 300 });
});
