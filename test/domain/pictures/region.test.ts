import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  areas,
  cellBox,
  cellName,
  cellsIn,
  cellsOf,
  decodeCells,
  encodeCells,
  gridFor,
  invert,
  toggle,
} from '../../../src/domain/pictures/region.ts';

const sizes = fc.record({ width: fc.integer({ min: 1, max: 5000 }), height: fc.integer({ min: 1, max: 5000 }) });
const grids = sizes.map(gridFor);
const choices = grids.chain((grid) => fc.subarray(cellsOf(grid)).map((cells) => ({ grid, cells })));

describe('a grid', () => {
  it.each([
    [1, 1, '4x4'],
    [3, 2, '6x4'],
    [2, 3, '4x6'],
    [16, 9, '6x4'],
    [9, 16, '4x6'],
    [21, 9, '8x3'],
    [14, 1, '12x1'],
    [1, 14, '1x12'],
  ])('for %i:%i has cells that are nearly square', (width, height, shape) => {
    const { columns, rows } = gridFor({ width: width * 64, height: height * 64 });
    expect(`${columns}x${rows}`).toBe(shape);
  });

  test('always fits a select menu', () => {
    fc.assert(
      fc.property(grids, ({ columns, rows }) => {
        expect(columns * rows).toBeGreaterThanOrEqual(columns === 1 || rows === 1 ? 10 : 15);
        expect(columns * rows).toBeLessThanOrEqual(25);
      }),
    );
  });

  test('names its cells like a chessboard', () => {
    const grid = { columns: 4, rows: 4 };
    expect([0, 3, 4, 15].map((cell) => cellName(cell, grid))).toEqual(['A1', 'D1', 'A2', 'D4']);
  });

  test('covers every pixel once', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const grid = gridFor(size);
        const area = cellsOf(grid)
          .map((cell) => cellBox(cell, grid, size))
          .reduce((sum, { left, top, right, bottom }) => sum + (right - left) * (bottom - top), 0);
        expect(area).toBe(size.width * size.height);
      }),
    );
  });
});

describe('a choice', () => {
  test('survives as an id', () => {
    fc.assert(
      fc.property(choices, ({ grid, cells }) => {
        expect(decodeCells(encodeCells(cells, grid))).toEqual({ grid, cells });
      }),
    );
  });

  test('that no picker made is not believed', () => {
    for (const text of ['', 'x', '0x4x1', '4x4xzzzz', '9x9x1', '4x4x-1', '4x4x1.5'])
      expect(decodeCells(text)).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void decodeCells(text)));
  });

  test('toggled twice is what it was, with nothing of the area in it before', () => {
    fc.assert(
      fc.property(choices, fc.constantFrom(...areas), ({ grid, cells }, area) => {
        const part = cellsIn(area, grid);
        const without = cells.filter((cell) => !part.includes(cell));
        expect(toggle(toggle(without, part), part)).toEqual(without);
        expect(toggle(without, part)).toEqual([...without, ...part].sort((one, other) => one - other));
      }),
    );
  });

  test('inverted twice is what it was', () => {
    fc.assert(
      fc.property(choices, ({ grid, cells }) => {
        expect(invert(invert(cells, grid), grid)).toEqual(cells);
      }),
    );
  });
});

test('the centre and the edges make up the whole picture, and halves leave nothing out', () => {
  fc.assert(
    fc.property(grids, (grid) => {
      const all = cellsOf(grid);
      const [centre, edges] = [cellsIn('centre', grid), cellsIn('edges', grid)];
      expect([...centre, ...edges].sort((one, other) => one - other)).toEqual(all);
      expect(centre.length).toBeGreaterThan(0);
      for (const [one, other] of [
        ['left', 'right'],
        ['top', 'bottom'],
      ] as const) {
        expect(new Set([...cellsIn(one, grid), ...cellsIn(other, grid)]).size).toBe(all.length);
      }
    }),
  );
});
