import sharp from 'sharp';

/** A square picture as hard to compress as a photograph; `side` in pixels. */
export function photograph(side: number, format: 'webp' | 'png'): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  const picture = sharp({ create: { width: side, height: side, channels: 3, background: '#888', noise } });
  return format === 'webp'
    ? picture.webp({ quality: 80, effort: 1 }).toBuffer()
    : picture.png({ compressionLevel: 1 }).toBuffer();
}
