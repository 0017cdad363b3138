import { hash } from '../seeds.ts';
import type { Bitmap } from './draw.ts';
import type { Scene } from './picture.ts';

/** A scene as one colour that fades downwards, a thousand times cheaper than its drawing. The same scene has the same colour. */
export function swatch(scene: Scene, width: number, height: number): Bitmap {
  const colour = hash(JSON.stringify(scene));
  const data = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row++) {
    const light = 1 - row / (2 * height);
    const pixel = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255].map((part) => part * light);
    data.fill(Uint8Array.from(pixel), row * width * 3, (row + 1) * width * 3);
  }
  return { data, width, height };
}
