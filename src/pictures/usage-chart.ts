import { loadSharp } from './sharp.ts';

/** In pixels. */
const SIZE = { width: 900, height: 300, edge: 20, gap: 4 } as const;
/** Of Discord's dark and light face, both of which let the picture's own ground be seen. */
const COLOR = { ground: '#2b2d31', bar: '#56b4e9', line: '#80848e' } as const;

/**
 * A chart of a month, as a PNG: a bar for each day, as high as its share of the highest. It has no letters, as small servers
 * have no fonts: the message tells what it shows.
 */
export async function drawUsage(days: readonly number[]): Promise<Buffer> {
  const sharp = await loadSharp();
  return sharp(Buffer.from(usageSvg(days)))
    .png()
    .toBuffer();
}

/** The chart as SVG. */
export function usageSvg(days: readonly number[]): string {
  const { width, height, edge, gap } = SIZE;
  const most = Math.max(1, ...days);
  const step = (width - 2 * edge) / Math.max(1, days.length);
  const bars = days.map((amount, index) => {
    const high = Math.round(((height - 2 * edge) * Math.max(0, amount)) / most);
    const [x, y] = [Math.round(edge + index * step), height - edge - high];
    return `<rect x="${x}" y="${y}" width="${Math.max(1, Math.round(step - gap))}" height="${high}" fill="${COLOR.bar}" rx="2"/>`;
  });
  const base = `<rect x="${edge}" y="${height - edge}" width="${width - 2 * edge}" height="2" fill="${COLOR.line}"/>`;
  const ground = `<rect width="${width}" height="${height}" fill="${COLOR.ground}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${ground}${bars.join('')}${base}</svg>`;
}
