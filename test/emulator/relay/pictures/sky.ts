import { chance } from '../seeds.ts';
import type { Dial } from './dial.ts';
import type { Palette } from './palette.ts';
import type { Scene, View } from './picture.ts';

/** Everything above the horizon, as SVG in world units. */
export function sky(scene: Scene, palette: Palette, dial: Dial): string {
  const { view } = scene;
  const box = `x="${view.x}" y="${view.y}" width="${view.width}" height="${view.height}"`;
  const sun = { x: dial('sun x', -0.34, 0.34), y: dial('sun y', -0.34, -0.04), r: dial('sun r', 0.05, 0.13) };
  return `<defs>
    <linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" y1="-0.75" x2="0" y2="0.2">
      <stop offset="0" stop-color="${palette.top}"/><stop offset="0.6" stop-color="${palette.middle}"/>
      <stop offset="1" stop-color="${palette.glow}"/></linearGradient>
    <radialGradient id="halo" gradientUnits="userSpaceOnUse" cx="${sun.x}" cy="${sun.y}" r="${sun.r * 5}">
      <stop offset="0" stop-color="${palette.light}" stop-opacity="0.75"/>
      <stop offset="1" stop-color="${palette.glow}" stop-opacity="0"/></radialGradient></defs>
  <rect ${box} fill="url(#sky)"/>${palette.night ? stars(scene.seed, view) : ''}
  <circle cx="${sun.x}" cy="${sun.y}" r="${sun.r * 5}" fill="url(#halo)"/>
  <circle cx="${sun.x}" cy="${sun.y}" r="${sun.r}" fill="${palette.light}"/>
  ${clouds(view, palette, dial)}${scene.extras.map((seed) => birds(seed, view, palette)).join('')}`;
}

/** The whole numbers of cells of this size that a stretch touches, so that an endless row looks the same from anywhere. */
export function cells(from: number, length: number, size: number): number[] {
  const first = Math.floor(from / size) - 1;
  return Array.from({ length: Math.ceil(length / size) + 3 }, (_, n) => first + n);
}

/** A cell size near the given one, coarser for a very wide view, so that no picture takes long to draw. */
export function cellSize(view: View, size: number): number {
  return size * 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(view.width, view.height) / 5)));
}

function stars(seed: number, view: View): string {
  const size = cellSize(view, 0.05);
  return cells(view.x, view.width, size)
    .flatMap((column) => cells(view.y, Math.max(0, 0.1 - view.y), size).map((row) => ({ column, row })))
    .map(({ column, row }) => {
      const of = (what: string) => chance(seed, `star ${column} ${row} ${what}`);
      const [x, y] = [(column + of('x')) * size, (row + of('y')) * size];
      return `<circle cx="${x}" cy="${y}" r="${of('r') ** 4 * 0.004}" fill="#fff" opacity="${0.4 + of('o') * 0.6}"/>`;
    })
    .join('');
}

function clouds(view: View, palette: Palette, dial: Dial): string {
  const size = cellSize(view, 0.45);
  return cells(view.x, view.width, size)
    .map((cell) => {
      const x = (cell + dial(`cloud ${cell} x`, 0, 1)) * size;
      const y = dial(`cloud ${cell} y`, -0.46, -0.06);
      const puffs = [0, 1, 2, 3].map((n) => {
        const [dx, rx] = [dial(`puff ${cell} ${n} x`, -0.13, 0.13), dial(`puff ${cell} ${n} r`, 0.05, 0.14)];
        return `<ellipse cx="${x + dx}" cy="${y + dx * dx * 0.9}" rx="${rx}" ry="${rx * 0.16}"/>`;
      });
      return `<g fill="${palette.light}" opacity="${palette.night ? 0.12 : 0.3}">${puffs.join('')}</g>`;
    })
    .join('');
}

function birds(seed: number, view: View, palette: Palette): string {
  const of = (what: string) => chance(seed, what);
  const [x, y] = [view.x + of('x') * view.width, view.y + of('y') * view.height * 0.35];
  return [0, 1, 2, 3, 4]
    .map((n) => {
      const s = (0.012 + of(`${n} s`) * 0.014) * view.height;
      const [cx, cy] = [x + of(`${n} x`) * 0.25 * view.width, y + of(`${n} y`) * 0.12 * view.height];
      return `<path d="M${cx - s} ${cy - s * 0.5}q${s * 0.6} ${-s * 0.4} ${s} ${s * 0.5}q${s * 0.4} ${-s * 0.9} ${s} ${-s * 0.5}"
        fill="none" stroke="${palette.land(0.9)}" stroke-width="${s * 0.16}"/>`;
    })
    .join('');
}
