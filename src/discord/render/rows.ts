import type { ActionClass } from '../../domain/buttons/action.ts';

/** Buttons in a row and rows in a message, see https://docs.discord.com/developers/components/reference#action-row */
const ROW = 5;
const ROWS = 5;

/** The most relay buttons of a message: a row is kept for ours. */
export const RELAY_BUTTONS_MAX = ROW * (ROWS - 1);

/** Which buttons stand together, as Midjourney has them. */
const families: Readonly<Record<ActionClass, string>> = {
  upscale: 'pick',
  videoPick: 'pick',
  reroll: 'pick',
  variation: 'variation',
  upscaleHd: 'upscale',
  varySubtle: 'vary',
  varyStrong: 'vary',
  varyRegion: 'vary',
  zoom: 'zoom',
  zoomCustom: 'zoom',
  makeSquare: 'zoom',
  pan: 'pan',
  animate: 'animate',
  animateExtend: 'animate',
  describePick: 'text',
  describeAll: 'text',
  describeRetry: 'text',
  shortenPick: 'text',
  bookmark: 'other',
  cancel: 'other',
  unknown: 'other',
};

/**
 * Lays buttons out in their own order, except that a family moves up where a row has room for all of it: telephones show few
 * rows. Where keeping families together would need every row, rows are simply filled instead, so that one stays free.
 * Expects at most `RELAY_BUTTONS_MAX` buttons.
 */
export function layRows<B>(buttons: readonly B[], classOf: (button: B) => ActionClass): B[][] {
  const rows = placeRuns(runsOf(buttons, classOf));
  return rows.length < ROWS ? rows : chunk(buttons);
}

/** Neighbours of one family, in runs none of which is longer than a row. */
function runsOf<B>(buttons: readonly B[], classOf: (button: B) => ActionClass): B[][] {
  const runs: { family: string; run: B[] }[] = [];
  for (const button of buttons) {
    const family = families[classOf(button)];
    const last = runs.at(-1);
    if (last?.family === family) last.run.push(button);
    else runs.push({ family, run: [button] });
  }
  return runs.flatMap(({ run }) => chunk(run));
}

/** Puts each run into the first row that has room for it. */
function placeRuns<B>(runs: readonly B[][]): B[][] {
  const rows: B[][] = [];
  for (const run of runs) {
    const roomy = rows.find((row) => row.length + run.length <= ROW);
    if (roomy) roomy.push(...run);
    else rows.push([...run]);
  }
  return rows;
}

function chunk<B>(buttons: readonly B[]): B[][] {
  return Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) => buttons.slice(row * ROW, (row + 1) * ROW));
}

/** Puts more buttons into the last row when they fit there, else into a row of their own. */
export function appendToRows<B>(rows: readonly (readonly B[])[], more: readonly B[]): (readonly B[])[] {
  if (more.length === 0) return [...rows];
  const last = rows.at(-1);
  return last && last.length + more.length <= ROW ? [...rows.slice(0, -1), [...last, ...more]] : [...rows, more];
}
