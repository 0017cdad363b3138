import sharp, { type Sharp } from 'sharp';
import { animation, noise } from '../samples.ts';

type Bytes = Uint8Array<ArrayBuffer>;

async function made(picture: Sharp): Promise<Bytes> {
  return new Uint8Array(await picture.toBuffer());
}

/** A picture that is shown upright only when it is turned. */
const turned = { orientation: 6 };
const lying = await noise(60, 40);
const clear = await noise(45, 32, 'png', true);

/** A photo as cameras make it, with a small JPEG of it in front. */
async function withPreview(): Promise<Bytes> {
  const photo = Buffer.from(await noise(90, 70, 'jpeg'));
  const preview = Buffer.from(await noise(20, 15, 'jpeg'));
  const segment = Buffer.alloc(4 + preview.length);
  segment.writeUInt16BE(0xffe2, 0);
  segment.writeUInt16BE(2 + preview.length, 2);
  segment.set(preview, 4);
  return new Uint8Array(Buffer.concat([photo.subarray(0, 2), segment, photo.subarray(2)]));
}

/** Files of all kinds and forms, by what they are. */
export const pictures: Readonly<Record<string, Bytes>> = {
  'a PNG': lying,
  'a PNG that one can look through': clear,
  'a PNG with few colours': await made(sharp(lying).png({ palette: true, colours: 8 })),
  'a grey PNG of 16 bits': await made(sharp(lying).toColourspace('grey16').png()),
  'a PNG that becomes clearer as it comes': await made(sharp(lying).png({ progressive: true })),
  'a PNG that is to be turned': await made(sharp(lying).withMetadata(turned).png()),
  'a JPEG': await noise(61, 43, 'jpeg'),
  'a grey JPEG': await made(sharp(lying).greyscale().jpeg()),
  'a JPEG for printing': await made(sharp(lying).toColourspace('cmyk').jpeg()),
  'a JPEG that becomes clearer as it comes': await made(sharp(lying).jpeg({ progressive: true })),
  'a JPEG with marks to begin anew at': await made(sharp(lying).jpeg({ mozjpeg: true })),
  'a JPEG that is to be turned': await made(sharp(lying).withMetadata(turned).jpeg()),
  'a JPEG with a preview': await withPreview(),
  'a WebP': await noise(33, 21, 'webp'),
  'a WebP without losses': await made(sharp(lying).webp({ lossless: true })),
  'a WebP that one can look through': await made(sharp(clear).webp()),
  'a WebP that one can look through, without losses': await made(sharp(clear).webp({ lossless: true })),
  'a WebP with a profile of colours': await made(sharp(lying).withIccProfile('p3').webp()),
  'a WebP that is to be turned': await made(sharp(lying).withMetadata(turned).webp()),
  'a WebP that moves': await animation(24, 3, 'webp'),
  'a GIF': await made(sharp(lying).gif()),
  'a GIF that moves': await animation(24, 3, 'gif'),
  'a GIF as large as an old screen': await made(sharp(lying).resize(640, 480).gif({ colours: 4, effort: 1 })),
  'a GIF larger than decoders believe': await made(sharp(lying).resize(2100, 20, { fit: 'fill' }).gif({ effort: 1 })),
  'an AVIF': await made(sharp(lying).avif({ effort: 0 })),
};
