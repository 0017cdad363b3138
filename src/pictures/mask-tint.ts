import type { Size } from '../domain/pictures/region.ts';

/** Stripes of two strengths show on every colour, a border of two on light and dark; what stays is dimmed a little. */
const paint = {
  strong: rgba(233, 30, 99, 150),
  weak: rgba(233, 30, 99, 96),
  outer: rgba(255, 255, 255, 240),
  inner: rgba(173, 20, 87, 255),
  rest: rgba(0, 0, 0, 70),
};

/** RGBA to be laid over a picture so that the white part of its mask is seen. Clear while nothing is chosen. */
export function tint(mask: Uint8Array, { width, height }: Size): Uint8Array<ArrayBuffer> {
  const over = new Uint32Array(mask.length);
  if (mask.includes(255)) {
    const stripe = Math.max(6, Math.round(Math.min(width, height) / 60));
    const edge = Math.max(1, Math.round(Math.min(width, height) / 400));
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = y * width + x;
        if (mask[at] !== 255) over[at] = paint.rest;
        else if (isNear(x, y, edge)) over[at] = paint.outer;
        else if (isNear(x, y, 2 * edge)) over[at] = paint.inner;
        else over[at] = Math.floor((x + y) / stripe) % 2 === 0 ? paint.strong : paint.weak;
      }
    }
  }
  return new Uint8Array(over.buffer);

  /** Whether the white ends at most so far from here. */
  function isNear(x: number, y: number, far: number): boolean {
    return isBlack(x - far, y) || isBlack(x + far, y) || isBlack(x, y - far) || isBlack(x, y + far);
  }

  function isBlack(x: number, y: number): boolean {
    return x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 255;
  }
}

/** As one number whose bytes lie in this order, whatever the machine. */
function rgba(...channels: readonly [number, number, number, number]): number {
  return new Uint32Array(new Uint8Array(channels).buffer)[0] ?? 0;
}
