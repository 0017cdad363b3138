import { type ActionClass, classify } from '../../domain/buttons/action.ts';

/** Buttons in a row and rows in a message, see https://docs.discord.com/developers/components/reference#action-row */
const ROW = 5;
const ROWS = 5;

/** The most relay buttons of a message: as many as leave a row for ours. */
export const RELAY_BUTTONS_MAX = ROW * (ROWS - 1);

/** The buttons that stand together in a row, as Midjourney has them, and the rows from the top down. */
const rowsByClass: readonly (readonly ActionClass[])[] = [
  ['upscale', 'videoPick', 'reroll'],
  ['variation'],
  ['upscaleHd'],
  ['varySubtle', 'varyStrong', 'varyRegion'],
  ['zoom', 'zoomCustom', 'makeSquare'],
  ['pan'],
  ['animate', 'animateExtend'],
  ['describePick', 'shortenPick', 'describeRetry'],
  ['describeAll'],
  ['cancel', 'unknown'],
  ['bookmark'],
];

/** The arrows as they lie on a compass that is read from left to right. */
const sides = ['left', 'up', 'down', 'right'];

/**
 * Lays out buttons in rows, each family in one of its own, in the order of `rowsByClass`. `own` are ours: they stand at the
 * end, in the last row where that has room. Where that makes too many rows, the smallest are put together. Expects at most
 * `RELAY_BUTTONS_MAX` of the relay's buttons and a row of ours.
 */
export function layRows<B>(
  buttons: readonly B[],
  idOf: (button: B) => string,
  own: readonly B[],
): readonly (readonly B[])[] {
  const families = familiesOf(buttons, idOf);
  if (own.length === 0 && families.length <= ROWS) return families;
  const rows = joinSmallest([...families, own]);
  return rows.length <= ROWS ? rows : chunk([...families.flat(), ...own]);
}

/** The families that there are, in runs none of which is longer than a row. */
function familiesOf<B>(buttons: readonly B[], idOf: (button: B) => string): B[][] {
  const classed = buttons.map((button) => ({ button, kind: classify(idOf(button)).class }));
  const of = (kinds: readonly ActionClass[]) =>
    classed.filter(({ kind }) => kinds.includes(kind)).map(({ button }) => button);
  const pans = sorted(of(['pan']), idOf);
  // ♥ stands behind the arrows, as on Midjourney's own; where there are none, beside our icons.
  const liked = pans.length > 0 && pans.length < ROW ? of(['bookmark']) : [];
  return rowsByClass.flatMap((classes) => {
    if (classes.includes('pan')) return chunk([...pans, ...liked]);
    return chunk(of(classes).filter((one) => !liked.includes(one)));
  });
}

function sorted<B>(pans: readonly B[], idOf: (button: B) => string): B[] {
  const sideOf = (pan: B) => sides.findIndex((side) => idOf(pan).toLowerCase().includes(`pan_${side}`));
  return pans.toSorted((one, other) => sideOf(one) - sideOf(other));
}

/**
 * Puts our buttons into the row above them where they fit. Then others are put together while there are too many rows: those
 * that are shortest together, and of these the ones that stand nearest.
 */
function joinSmallest<B>(rows: readonly (readonly B[])[]): readonly (readonly B[])[] {
  const last = rows.length - 1;
  let joined = lengthOf(rows, last - 1, last) <= ROW ? join(rows, { upper: last - 1, lower: last }) : rows;
  while (joined.length > ROWS) {
    const pair = smallestPair(joined);
    if (!pair) return joined;
    joined = join(joined, pair);
  }
  return joined;
}

type Pair = { readonly upper: number; readonly lower: number };

/** Two rows that fit into one; null when there are none. */
function smallestPair(rows: readonly (readonly unknown[])[]): Pair | null {
  const pairs = rows.flatMap((_, upper) => rows.flatMap((_, lower) => (upper < lower ? [{ upper, lower }] : [])));
  const length = ({ upper, lower }: Pair) => lengthOf(rows, upper, lower);
  const far = ({ upper, lower }: Pair) => lower - upper;
  const [best] = pairs
    .filter((pair) => length(pair) <= ROW)
    .toSorted((one, other) => length(one) - length(other) || far(one) - far(other));
  return best ?? null;
}

function lengthOf(rows: readonly (readonly unknown[])[], upper: number, lower: number): number {
  return (rows[upper]?.length ?? ROW) + (rows[lower]?.length ?? ROW);
}

function join<B>(rows: readonly (readonly B[])[], { upper, lower }: Pair): readonly (readonly B[])[] {
  const both = [...(rows[upper] ?? []), ...(rows[lower] ?? [])];
  return rows.flatMap((row, index) => (index === upper ? [both] : index === lower ? [] : [row]));
}

function chunk<B>(buttons: readonly B[]): B[][] {
  return Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) => buttons.slice(row * ROW, (row + 1) * ROW));
}
