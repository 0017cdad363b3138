import sharp, { type Sharp } from 'sharp';
import type { Picture, View } from './picture.ts';
import { sceneOf } from './picture.ts';
import { svgOf } from './scene.ts';
import { swatch } from './swatch.ts';

/** Plain RGB, three bytes a pixel. */
export type Bitmap = { readonly data: Buffer; readonly width: number; readonly height: number };

/** Draws a recipe at this size. `plain`: with swatches instead of scenes. */
export async function draw(picture: Picture, width: number, height: number, plain: boolean): Promise<Bitmap> {
  switch (picture.kind) {
    case 'scene':
      if (plain) return swatch(picture.scene, width, height);
      return rgb(sharp(Buffer.from(svgOf(picture.scene, width, height))).resize(width, height, { fit: 'fill' }));
    case 'wider':
      return drawWider(picture, width, height, plain);
    case 'repaint': {
      const [under, over, mask] = await Promise.all([
        draw(picture.under, width, height, plain),
        draw(picture.over, width, height, plain),
        rgb(sharp(picture.mask).resize(width, height, { fit: 'fill', kernel: 'nearest' }).flatten()),
      ]);
      return mix(under, over, (n) => ((mask.data[n] ?? 0) >= 128 ? 1 : 0));
    }
    case 'blend': {
      const scene = await draw({ kind: 'scene', scene: picture.scene }, width, height, plain);
      const sources = await Promise.all(
        picture.sources.map((source) => rgb(sharp(source).resize(width, height, { fit: 'cover' }).flatten())),
      );
      const data = Buffer.alloc(scene.data.length);
      for (let n = 0; n < data.length; n++) {
        data[n] = sources.reduce((sum, source) => sum + (source.data[n] ?? 0), 0) / Math.max(sources.length, 1);
      }
      return mix(scene, { data, width, height }, () => (sources.length > 0 ? picture.weight : 0));
    }
  }
}

async function drawWider(
  { inner, scene }: Extract<Picture, { kind: 'wider' }>,
  width: number,
  height: number,
  plain: boolean,
): Promise<Bitmap> {
  const box = boxIn(scene.view, sceneOf(inner).view, width, height);
  const [outer, core] = await Promise.all([
    draw({ kind: 'scene', scene }, width, height, plain),
    draw(inner, box.width, box.height, plain),
  ]);
  for (let row = 0; row < core.height; row++) {
    const line = core.data.subarray(row * core.width * 3, (row + 1) * core.width * 3);
    outer.data.set(line, ((box.top + row) * width + box.left) * 3);
  }
  return outer;
}

/** Where a smaller view lies in a larger one, in pixels of the larger. */
export function boxIn(outer: View, inner: View, width: number, height: number) {
  const [fx, fy] = [width / outer.width, height / outer.height];
  const left = Math.max(0, Math.round((inner.x - outer.x) * fx));
  const top = Math.max(0, Math.round((inner.y - outer.y) * fy));
  return {
    left,
    top,
    width: Math.max(1, Math.min(Math.round(inner.width * fx), width - left)),
    height: Math.max(1, Math.min(Math.round(inner.height * fy), height - top)),
  };
}

async function rgb(image: Sharp): Promise<Bitmap> {
  const { data, info } = await image.toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function mix(under: Bitmap, over: Bitmap, share: (byte: number) => number): Bitmap {
  const data = Buffer.alloc(under.data.length);
  for (let n = 0; n < data.length; n++) {
    const part = share(n);
    data[n] = (under.data[n] ?? 0) * (1 - part) + (over.data[n] ?? 0) * part;
  }
  return { ...under, data };
}
