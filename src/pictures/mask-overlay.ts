import { type Box, cellBox, cellName, cellsOf, type Grid, type Size } from '../domain/pictures/region.ts';

/** The characters as strokes in a box of 4 by 6. They are not written as text, because a small server has no fonts. */
const glyphs: Readonly<Record<string, string>> = {
  A: 'M0 6L2 0L4 6M.8 4H3.2',
  B: 'M0 0V6H2.3C3.3 6 4 5.4 4 4.4C4 3.5 3.3 2.9 2.3 2.9H0M2 2.9C3 2.9 3.6 2.3 3.6 1.4C3.6 .6 3 0 2 0H0',
  C: 'M3.8 1.2C3.3 .3 2.7 0 2 0C.8 0 0 1.2 0 3C0 4.8 .8 6 2 6C2.7 6 3.3 5.7 3.8 4.8',
  D: 'M0 0V6H1.6C3.2 6 4 4.8 4 3C4 1.2 3.2 0 1.6 0Z',
  E: 'M4 0H0V6H4M0 2.9H3.2',
  F: 'M4 0H0V6M0 2.9H3.2',
  G: 'M3.8 1.2C3.3 .3 2.7 0 2 0C.8 0 0 1.2 0 3C0 4.8 .8 6 2 6C3.3 6 4 5.1 4 3.3H2.3',
  H: 'M0 0V6M4 0V6M0 2.9H4',
  I: 'M2 0V6M.8 0H3.2M.8 6H3.2',
  J: 'M3.4 0V4.4C3.4 5.4 2.8 6 1.9 6C1 6 .4 5.4 .4 4.5',
  K: 'M0 0V6M3.8 0L0 3.6M1.4 2.4L4 6',
  L: 'M0 0V6H3.8',
  0: 'M2 0C.8 0 .2 1.2 .2 3C.2 4.8 .8 6 2 6C3.2 6 3.8 4.8 3.8 3C3.8 1.2 3.2 0 2 0Z',
  1: 'M.6 1.3L2.2 0V6M.6 6H3.7',
  2: 'M.3 1.5C.5 .5 1.2 0 2 0C3 0 3.7 .6 3.7 1.6C3.7 3 .6 4.3 .2 6H3.9',
  3: 'M.4 .9C.8 .3 1.3 0 2 0C3 0 3.7 .6 3.7 1.5C3.7 2.4 3 2.9 1.8 2.9C3.1 2.9 3.9 3.5 3.9 4.4C3.9 5.4 3.1 6 2 6C1.2 6 .5 5.7 .2 5',
  4: 'M3 6V0L0 4.2H4',
  5: 'M3.6 0H.7L.4 2.8C.9 2.4 1.4 2.2 2 2.2C3.1 2.2 3.9 3 3.9 4.1C3.9 5.2 3.1 6 2 6C1.2 6 .6 5.7 .2 5',
  6: 'M3.4 .5C3 .2 2.6 0 2.2 0C.9 0 .2 1.4 .2 3.4C.2 5 .9 6 2.1 6C3.1 6 3.8 5.2 3.8 4.2C3.8 3.2 3.1 2.5 2.1 2.5C1.2 2.5 .5 3 .2 3.8',
  7: 'M.2 0H3.9C2.5 2 1.8 4 1.6 6',
  8: 'M2 2.8C1 2.8 .4 2.2 .4 1.4C.4 .6 1 0 2 0C3 0 3.6 .6 3.6 1.4C3.6 2.2 3 2.8 2 2.8C.9 2.8 .1 3.5 .1 4.4C.1 5.4 .9 6 2 6C3.1 6 3.9 5.4 3.9 4.4C3.9 3.5 3.1 2.8 2 2.8Z',
  9: 'M.6 5.5C1 5.8 1.4 6 1.8 6C3.1 6 3.8 4.6 3.8 2.6C3.8 1 3.1 0 1.9 0C.9 0 .2 .8 .2 1.8C.2 2.8 .9 3.5 1.9 3.5C2.8 3.5 3.5 3 3.8 2.2',
};

/** The distance from one character to the next, their height and the space around them, in the units of the glyphs. */
const SPAN = { advance: 5.6, height: 6, pad: 2.4 };

/** The lines of a grid and the name of every cell, as SVG. They can be read on light and dark pictures. */
export function gridSvg(grid: Grid, cells: readonly number[], size: Size): Buffer {
  const { width, height } = size;
  const unit = Math.min(labelUnit(size), width / grid.columns / 22, height / grid.rows / 14);
  const stroke = Math.max(1, Math.min(width, height) / 700, Math.max(width, height) / 1100);
  const chosen = new Set(cells);
  const lines = linesOf(grid, size);
  const labels = cellsOf(grid).map((cell) =>
    label(cellName(cell, grid), cellBox(cell, grid, size), unit, chosen.has(cell)),
  );
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="none">` +
      `<path d="${lines}" stroke="#000" stroke-opacity=".45" stroke-width="${stroke * 3}"/>` +
      `<path d="${lines}" stroke="#fff" stroke-opacity=".9" stroke-width="${stroke}"/>` +
      `${labels.join('')}</svg>`,
  );
}

/**
 * How large the unit of the names is. On a long strip it goes by the longer side, because Discord makes that fit into the
 * window.
 */
function labelUnit({ width, height }: Size): number {
  return Math.max(Math.min(width, height) / 190, Math.max(width, height) / 340);
}

function linesOf({ columns, rows }: Grid, { width, height }: Size): string {
  const upright = Array.from(
    { length: columns - 1 },
    (_, n) => `M${Math.round(((n + 1) * width) / columns)} 0V${height}`,
  );
  const level = Array.from({ length: rows - 1 }, (_, n) => `M0 ${Math.round(((n + 1) * height) / rows)}H${width}`);
  return [...upright, ...level].join('');
}

/** The name of a cell, in its upper left corner, where it hides least. On white when the cell is chosen. */
function label(name: string, { left, top }: Box, unit: number, chosen: boolean): string {
  const [paper, ink] = chosen ? ['#fff', '#c2185b'] : ['#111', '#fff'];
  const width = SPAN.advance * (name.length - 1) + 4 + 2 * SPAN.pad;
  const height = SPAN.height + 2 * SPAN.pad;
  const letters = [...name].map(
    (letter, at) =>
      `<path transform="translate(${SPAN.pad + at * SPAN.advance} ${SPAN.pad})" d="${glyphs[letter] ?? ''}"/>`,
  );
  return (
    `<g transform="translate(${left + 1.6 * unit} ${top + 1.6 * unit}) scale(${unit})">` +
    `<rect width="${width}" height="${height}" rx="2.6" fill="${paper}" fill-opacity="${chosen ? 0.95 : 0.72}" stroke="#fff" stroke-opacity=".55" stroke-width=".3"/>` +
    `<g stroke="${ink}" stroke-width="1.05" stroke-linecap="round" stroke-linejoin="round">${letters.join('')}</g></g>`
  );
}

/**
 * The stripes have two strengths, to be seen on every colour, and the border two colours. What stays is dimmed a
 * little.
 */
const paint = {
  strong: rgba(233, 30, 99, 150),
  weak: rgba(233, 30, 99, 96),
  outer: rgba(255, 255, 255, 240),
  inner: rgba(173, 20, 87, 255),
  rest: rgba(0, 0, 0, 70),
};

/** RGBA pixels that show over a picture where its mask is white. All transparent while nothing is chosen. */
export function tint(mask: Uint8Array, { width, height }: Size): Uint8Array<ArrayBuffer> {
  const over = new Uint32Array(mask.length);
  if (mask.includes(255)) {
    const stripe = Math.max(6, Math.round(Math.min(width, height) / 60));
    const edge = Math.max(1, Math.round(Math.min(width, height) / 400));
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = y * width + x;
        if (mask[at] !== 255) over[at] = paint.rest;
        else if (isNear(x, y, edge)) over[at] = paint.outer;
        else if (isNear(x, y, 2 * edge)) over[at] = paint.inner;
        else over[at] = Math.floor((x + y) / stripe) % 2 === 0 ? paint.strong : paint.weak;
      }
    }
  }
  return new Uint8Array(over.buffer);

  /** Whether the white area ends within `distance` pixels of this one. */
  function isNear(x: number, y: number, distance: number): boolean {
    return isBlack(x - distance, y) || isBlack(x + distance, y) || isBlack(x, y - distance) || isBlack(x, y + distance);
  }

  function isBlack(x: number, y: number): boolean {
    return x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 255;
  }
}

/** A pixel as one number. Its bytes are in this order in memory, whatever the machine's byte order. */
function rgba(...channels: readonly [number, number, number, number]): number {
  return new Uint32Array(new Uint8Array(channels).buffer)[0] ?? 0;
}
