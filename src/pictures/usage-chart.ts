import { loadSharp } from './sharp.ts';

/** In pixels. */
const SIZE = { width: 900, height: 420, edge: 20, gap: 4 } as const;
/** Of Discord's dark and light face, both of which let the picture's own ground be seen. */
const COLOR = { ground: '#2b2d31', unknown: '#b5bac1', line: '#80848e' } as const;
/**
 * Colours that everybody tells apart, also who sees few colours (Okabe and Ito), in the order of the kinds of gestures. The message
 * names them: `src/discord/render/usage.ts`.
 */
const KINDS = ['#56b4e9', '#e69f00', '#f0e442', '#009e73', '#cc79a7'] as const;

/** What was used on a day: all of it, and how much of that for each kind, in their order. */
export type UsedDay = { readonly all: number; readonly kinds: readonly number[] };

/**
 * A chart of a month, as a PNG: a bar for each day, as high as its share of the highest, in the colours of the kinds. What is of no
 * known kind is grey. It has no letters, as small servers have no fonts: the message tells what it shows.
 */
export async function drawUsage(days: readonly UsedDay[]): Promise<Buffer> {
  const sharp = await loadSharp();
  return sharp(Buffer.from(usageSvg(days)))
    .png()
    .toBuffer();
}

/** The chart as SVG. */
export function usageSvg(days: readonly UsedDay[]): string {
  const { width, height, edge } = SIZE;
  const most = Math.max(1, ...days.map(({ all }) => all));
  const step = (width - 2 * edge) / Math.max(1, days.length);
  const bars = days.flatMap((day, index) => bar(day, Math.round(edge + index * step), step, most));
  const base = `<rect x="${edge}" y="${height - edge}" width="${width - 2 * edge}" height="2" fill="${COLOR.line}"/>`;
  const ground = `<rect width="${width}" height="${height}" fill="${COLOR.ground}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${ground}${bars.join('')}${base}</svg>`;
}

/** The parts of a day's bar, from the bottom up. */
function bar({ all, kinds }: UsedDay, x: number, step: number, most: number): readonly string[] {
  const { height, edge, gap } = SIZE;
  const bottom = height - edge;
  const yOf = (amount: number) => bottom - Math.round(((height - 2 * edge) * Math.max(0, amount)) / most);
  const known = KINDS.map((color, index) => ({ color, amount: kinds[index] ?? 0 }));
  const rest = all - known.reduce((sum, { amount }) => sum + amount, 0);
  let below = 0;
  return [...known, { color: COLOR.unknown, amount: rest }].flatMap(({ color, amount }) => {
    if (amount <= 0) return [];
    const from = yOf(below);
    below += amount;
    const to = yOf(below);
    const wide = Math.max(1, Math.round(step - gap));
    return [`<rect x="${x}" y="${to}" width="${wide}" height="${from - to}" fill="${color}"/>`];
  });
}
