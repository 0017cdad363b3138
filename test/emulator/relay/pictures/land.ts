import { hash } from '../seeds.ts';
import type { Dial } from './dial.ts';
import type { Palette } from './palette.ts';
import type { View } from './picture.ts';
import { readPrompt } from './prompt.ts';
import { cellSize, cells } from './sky.ts';

type Terrain = 'hills' | 'mountains' | 'sea' | 'city';

/** The kind of land that a prompt's words ask for; the same words without any hint always give the same land. */
export function terrainOf(prompt: string): Terrain {
  const { text } = readPrompt(prompt);
  if (/\b(sea|ocean|lake|beach|boat|ship|wave|harbou?r|lighthouse)/.test(text)) return 'sea';
  if (/\b(city|street|town|skyline|neon|tower)/.test(text)) return 'city';
  if (/\b(mountain|alp|peak|snow|cliff)/.test(text)) return 'mountains';
  return (['hills', 'mountains', 'hills', 'sea'] as const)[hash(text) % 4] ?? 'hills';
}

/** Height of a ridge above its own base at x, between -1 and 1. The world has no end. */
export function ridge(dial: Dial, layer: number, sharp: boolean): (x: number) => number {
  const waves = [0, 1, 2, 3].map((n) => ({
    size: 0.55 ** n,
    pace: dial(`pace ${layer} ${n}`, 0.8, 1.25) * 3.1 * 1.9 ** n,
    phase: dial(`phase ${layer} ${n}`, 0, Math.PI * 2),
  }));
  return (x) =>
    waves.reduce((sum, { size, pace, phase }) => {
      const wave = Math.sin(x * pace + phase);
      return sum + size * (sharp ? 1 - 2 * Math.abs(wave) : wave);
    }, 0) / 2;
}

/** Layers of land, the nearest last, as SVG in world units. The last three are only seen by looking further down. */
export function land(prompt: string, view: View, palette: Palette, dial: Dial): string {
  const terrain = terrainOf(prompt);
  return [0, 1, 2, 3, 4, 5, 6]
    .map((layer) => {
      const base = 0.08 + layer * 0.11 + Math.max(0, layer - 3) * 0.07 + dial(`base ${layer}`, -0.02, 0.02);
      const fill = palette.land(layer > 3 ? 0.9 - (layer % 2) * 0.14 : (layer + 0.6) / 3.6);
      if (terrain === 'sea' && layer > 0 && layer < 3) return water(view, base - 0.06, layer, palette, dial);
      const skyline = terrain === 'city' && layer < 3 ? city(view, base, layer, palette, dial) : '';
      const height = terrain === 'mountains' ? 0.2 - layer * 0.04 : 0.07;
      return `${skyline}${ground(view, base, height, ridge(dial, layer, terrain === 'mountains' && layer < 3), fill)}`;
    })
    .join('');
}

function bottom({ y, height }: View): number {
  return Math.max(y + height, 0.5) + 1;
}

function ground(view: View, base: number, height: number, shape: (x: number) => number, fill: string): string {
  const step = view.width / 160;
  const points = Array.from({ length: 163 }, (_, n) => view.x + (n - 1) * step);
  const line = points.map((x) => `${x.toFixed(4)} ${(base - height * shape(x)).toFixed(4)}`).join('L');
  const [left, right] = [points[0], points.at(-1)];
  return `<path d="M${left} ${bottom(view)}L${line}L${right} ${bottom(view)}Z" fill="${fill}"/>`;
}

function water(view: View, top: number, layer: number, palette: Palette, dial: Dial): string {
  const size = cellSize(view, 0.09);
  const glints = cells(view.x, view.width, size).map((cell) => {
    const of = (what: string, low: number, high: number) => dial(`glint ${layer} ${cell} ${what}`, low, high);
    const [x, y, rx] = [(cell + of('x', 0, 1)) * size, top + of('y', 0.01, 0.11), of('r', 0.01, 0.07)];
    return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="0.0025" fill="${palette.light}" opacity="0.4"/>`;
  });
  const rect = `<rect x="${view.x}" y="${top}" width="${view.width}" height="${bottom(view) - top}"`;
  return `${rect} fill="${layer === 1 ? palette.middle : palette.land(0.55)}"/>${glints.join('')}`;
}

function city(view: View, base: number, layer: number, palette: Palette, dial: Dial): string {
  const size = cellSize(view, 0.05 + layer * 0.02);
  return cells(view.x, view.width, size)
    .map((cell) => {
      const tall = dial(`house ${layer} ${cell}`, 0.04, 0.34 - layer * 0.06);
      const x = cell * size;
      const house = `<rect x="${x}" y="${base - tall}" width="${size * 0.92}" height="${tall + 1}" fill="${palette.land((layer + 0.6) / 3.6)}"/>`;
      const windows = [0, 1, 2, 3, 4, 5].map((n) => {
        const lit = dial(`window ${layer} ${cell} ${n}`, 0, 1) > 0.55 ? 0.85 : 0.1;
        const [wx, wy] = [x + size * (0.18 + (n % 2) * 0.36), base - tall + size * (0.25 + Math.floor(n / 2) * 0.5)];
        return `<rect x="${wx}" y="${wy}" width="${size * 0.2}" height="${size * 0.26}" fill="${palette.light}" opacity="${lit}"/>`;
      });
      return house + windows.join('');
    })
    .join('');
}
