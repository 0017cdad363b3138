import { crc32 } from 'node:zlib';
import sharp from 'sharp';

type Bytes = Uint8Array<ArrayBuffer>;

/** Noise does not compress, so that there is something to shrink; `alpha` makes half of it transparent. */
export async function noise(
  width: number,
  height: number,
  format: 'png' | 'jpeg' | 'webp' = 'png',
  alpha = false,
): Promise<Bytes> {
  const channels = alpha ? 4 : 3;
  const raw = new Uint8Array(width * height * channels);
  let seed = 1;
  for (let index = 0; index < raw.length; index++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    raw[index] = alpha && index % 4 === 3 ? (index % 8 === 3 ? 0 : 255) : seed >>> 24;
  }
  return new Uint8Array(await sharp(raw, { raw: { width, height, channels } }).toFormat(format).toBuffer());
}

/** An animation of coloured, noisy frames. */
export async function animation(side: number, frames: number, format: 'gif' | 'webp'): Promise<Bytes> {
  const pictures = await Promise.all(
    Array.from({ length: frames }, (_, frame) => noise(side, side - (frame % 2), 'png')),
  );
  const same = await Promise.all(
    pictures.map((picture) => sharp(picture).resize(side, side, { fit: 'fill' }).toBuffer()),
  );
  return new Uint8Array(
    await sharp(same, { join: { animated: true } })
      .toFormat(format)
      .toBuffer(),
  );
}

/** A PNG of a few bytes that claims to be huge. */
export function bomb(width: number, height: number): Bytes {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const idat = Buffer.from('789c0300000000 01'.replace(' ', ''), 'hex');
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', size),
      chunk('IDAT', idat),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}

/** The start of an MP4 file, or of whatever `brand` is. */
export function boxed(brand: string): Bytes {
  return new Uint8Array(Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\x02\0isomiso2`, 'latin1'));
}
