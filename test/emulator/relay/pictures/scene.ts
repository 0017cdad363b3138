import { dialOf } from './dial.ts';
import { land, ridge } from './land.ts';
import { paletteOf } from './palette.ts';
import type { Scene } from './picture.ts';
import { sky } from './sky.ts';
import { subject } from './subject.ts';

/** A scene as an SVG document of this many pixels. Needs no fonts and no network. */
export function svgOf(scene: Scene, width: number, height: number): string {
  const { view, prompt } = scene;
  const dial = dialOf(scene);
  const palette = paletteOf(prompt, dial);
  const [x, scale] = [dial('subject x', -0.28, 0.28), dial('subject size', 0.24, 0.42)];
  const y = 0.41 + dial('base 3', -0.02, 0.02) - 0.07 * ridge(dial, 3, false)(x) + 0.02;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" preserveAspectRatio="none"
    viewBox="${view.x} ${view.y} ${view.width} ${view.height}">${sky(scene, palette, dial)}${land(prompt, view, palette, dial)}
    <g transform="translate(${x} ${y})scale(${scale})">${subject(prompt, palette)}</g></svg>`;
}
