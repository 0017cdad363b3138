import type { Mask } from '../job/request.ts';

/** Divides a picture into cells, of which a member chooses some. */
export type Grid = { readonly columns: number; readonly rows: number };
export type Size = { readonly width: number; readonly height: number };
/** In pixels. `right` and `bottom` are the first ones outside. */
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Parts of a picture that have a button each. */
export const areas = ['left', 'right', 'top', 'bottom', 'centre', 'edges'] as const;
export type Area = (typeof areas)[number];

/** What a member has chosen so far. Without a grid, one that fits the picture's shape is taken. */
export type RegionChoice =
  | { readonly kind: 'cells'; readonly grid: Grid | null; readonly cells: readonly number[] }
  | { readonly kind: 'painted'; readonly paintedUrl: string };

/** How many cells a grid has: Discord's select menus take at most 25 options. A single row or column has fewer. */
const CELLS = { least: 15, most: 25, leastInOne: 10 };
/** Most columns or rows of a grid. */
const SIDE_MAX = 12;
/** An odd number of columns or rows makes a grid this much worse: the halves of a picture would share the middle one. */
const ODD_COST = 0.15;

/** The grid whose cells come nearest to squares in a picture of this size. */
export function gridFor({ width, height }: Size): Grid {
  const cost = ({ columns, rows }: Grid) =>
    Math.abs(Math.log(width / columns / (height / rows))) + (columns % 2) * ODD_COST + (rows % 2) * ODD_COST;
  return grids.reduce((best, grid) => (cost(grid) < cost(best) ? grid : best));
}

/** All usable grids. The square one comes first because the first of equally good ones is taken. */
const grids: readonly [Grid, ...Grid[]] = [
  { columns: 4, rows: 4 },
  ...sides()
    .flatMap((columns) => sides().map((rows) => ({ columns, rows })))
    .filter(isUsable),
];

function sides(): number[] {
  return Array.from({ length: SIDE_MAX }, (_, index) => index + 1);
}

function isUsable({ columns, rows }: Grid): boolean {
  const least = columns === 1 || rows === 1 ? CELLS.leastInOne : CELLS.least;
  return columns * rows >= least && columns * rows <= CELLS.most;
}

/** The numbers of all cells, counted by rows from 0. */
export function cellsOf({ columns, rows }: Grid): number[] {
  return Array.from({ length: columns * rows }, (_, cell) => cell);
}

/** What members call a cell: its column's letter and its row's number, `A1` at the top left. */
export function cellName(cell: number, { columns }: Grid): string {
  return `${String.fromCharCode(65 + (cell % columns))}${Math.floor(cell / columns) + 1}`;
}

/** A cell's pixels. Neighbours meet without gap or overlap, whatever the size. */
export function cellBox(cell: number, { columns, rows }: Grid, { width, height }: Size): Box {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  return {
    left: Math.round((column * width) / columns),
    top: Math.round((row * height) / rows),
    right: Math.round(((column + 1) * width) / columns),
    bottom: Math.round(((row + 1) * height) / rows),
  };
}

/** Whether a cell in this column and row belongs to an area. */
const belongs: Readonly<Record<Area, (column: number, row: number, grid: Grid) => boolean>> = {
  left: (column, _row, { columns }) => column < columns / 2,
  right: (column, _row, { columns }) => column + 1 > columns / 2,
  top: (_column, row, { rows }) => row < rows / 2,
  bottom: (_column, row, { rows }) => row + 1 > rows / 2,
  centre: (column, row, { columns, rows }) => isInner(column, columns) && isInner(row, rows),
  edges: (column, row, { columns, rows }) => !isInner(column, columns) || !isInner(row, rows),
};

/**
 * The cells of an area. Two halves of an odd number share the middle one. With two columns or rows, all of them are
 * inner.
 */
export function cellsIn(area: Area, grid: Grid): number[] {
  return cellsOf(grid).filter((cell) => belongs[area](cell % grid.columns, Math.floor(cell / grid.columns), grid));
}

function isInner(index: number, of: number): boolean {
  return of <= 2 || (index > 0 && index < of - 1);
}

/** The chosen cells with an area added, or taken away when all of it was chosen. */
export function toggle(cells: readonly number[], area: readonly number[]): number[] {
  const chosen = new Set(cells);
  const whole = area.every((cell) => chosen.has(cell));
  for (const cell of area) {
    if (whole) chosen.delete(cell);
    else chosen.add(cell);
  }
  return [...chosen].sort((one, other) => one - other);
}

/** The cells that were not chosen. */
export function invert(cells: readonly number[], grid: Grid): number[] {
  const chosen = new Set(cells);
  return cellsOf(grid).filter((cell) => !chosen.has(cell));
}

/** A grid and the chosen cells in a few characters, such as `4x4x1b`, short enough for a custom_id. */
export function encodeCells(cells: readonly number[], { columns, rows }: Grid): string {
  const bits = cells.reduce((sum, cell) => sum + 2 ** cell, 0);
  return `${columns}x${rows}x${bits.toString(36)}`;
}

/** Reads what `encodeCells` makes; null for anything else. */
export function decodeCells(text: string): { readonly grid: Grid; readonly cells: readonly number[] } | null {
  const match = /^(\d{1,2})x(\d{1,2})x([0-9a-z]{1,6})$/.exec(text);
  if (!match) return null;
  const [, columns, rows, code = ''] = match;
  const grid = { columns: Number(columns), rows: Number(rows) };
  const bits = Number.parseInt(code, 36);
  if (grid.columns < 1 || grid.rows < 1 || !(bits < 2 ** (grid.columns * grid.rows))) return null;
  if (grid.columns * grid.rows > CELLS.most) return null;
  return { grid, cells: cellsOf(grid).filter((cell) => Math.floor(bits / 2 ** cell) % 2 === 1) };
}

/** The mask that a choice asks for; null when nothing is chosen. */
export function maskOf(choice: RegionChoice, pictureUrl: string): Mask | null {
  if (choice.kind === 'painted') return { kind: 'painted', pictureUrl, paintedUrl: choice.paintedUrl };
  const { grid, cells } = choice;
  return grid && cells.length > 0 ? { kind: 'cells', pictureUrl, ...grid, cells } : null;
}
