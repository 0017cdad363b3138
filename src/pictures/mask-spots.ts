import type { Size } from '../domain/pictures/region.ts';

/**
 * Takes out white spots smaller than `smallest` pixels and fills black holes as small as that, in place. A hole that
 * touches the border is a bay, not a hole.
 */
export function removeSpots(pixels: Uint8Array, size: Size, smallest: number): void {
  recolour(pixels, size, { from: 255, to: 0, smallest, bays: true });
  recolour(pixels, size, { from: 0, to: 255, smallest, bays: false });
}

type Recolour = { readonly from: number; readonly to: number; readonly smallest: number; readonly bays: boolean };

function recolour(pixels: Uint8Array, { width, height }: Size, { from, to, smallest, bays }: Recolour): void {
  const seen = new Uint8Array(pixels.length);
  const line = new Int32Array(pixels.length);
  for (let start = 0; start < pixels.length; start += 1) {
    if (seen[start] === 1 || pixels[start] !== from) continue;
    let [count, next, open] = [1, 0, false];
    const visit = (pixel: number) => {
      if (seen[pixel] === 1 || pixels[pixel] !== from) return;
      seen[pixel] = 1;
      line[count] = pixel;
      count += 1;
    };
    seen[start] = 1;
    line[0] = start;
    while (next < count) {
      const pixel = line[next] ?? 0;
      next += 1;
      const column = pixel % width;
      const row = (pixel - column) / width;
      open ||= column === 0 || row === 0 || column === width - 1 || row === height - 1;
      if (column > 0) visit(pixel - 1);
      if (column < width - 1) visit(pixel + 1);
      if (row > 0) visit(pixel - width);
      if (row < height - 1) visit(pixel + width);
    }
    if (count < smallest && (bays || !open)) for (let at = 0; at < count; at += 1) pixels[line[at] ?? 0] = to;
  }
}
