import type { FileParts } from '../file-parts.ts';
import { cutOff, type Header } from './header.ts';

/** Where the chunks begin, and where the fields of the first one do: https://www.w3.org/TR/png-3/#5PNG-file-signature */
const [FIRST, FIELDS, IHDR_LENGTH] = [8, 16, 13];
/** A chunk's length and type stand before what it holds, and a checksum behind. */
const [FRONT, CHECKSUM] = [8, 4];
/** More chunks than this are not walked through. A picture of 50 MB has some thousands. */
const CHUNKS_MAX = 100_000;
/** The bits of a sample that go with each type of colour: https://www.w3.org/TR/png-3/#table111 */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

const codeOf = (type: string) => Buffer.from(type, 'latin1').readUInt32BE(0);
const [IHDR, IDAT, IEND, EXIF] = [codeOf('IHDR'), codeOf('IDAT'), codeOf('IEND'), codeOf('eXIf')];
const END = Buffer.from('IEND', 'latin1');
const texts: ReadonlySet<number> = new Set(['tEXt', 'zTXt', 'iTXt'].map(codeOf));

/** Walks through the chunks of a PNG, up to the one that ends it. */
export function readPng(file: FileParts): Header {
  if (file.length < FIELDS + IHDR_LENGTH + CHECKSUM) return cutOff;
  const size = readSize(file.part(0, FIELDS + IHDR_LENGTH));
  if (!size) return unknown(file);
  let hasPixels = false;
  let isTurned = false;
  let at = FIRST;
  for (let count = 0; count < CHUNKS_MAX; count += 1) {
    if (at + FRONT > file.length) break;
    const front = file.part(at, at + FRONT);
    const type = front.readUInt32BE(4);
    if (type === IEND) return { size: isTurned || !hasPixels ? null : size, isWhole: true };
    hasPixels ||= type === IDAT;
    // It may say how the picture is turned.
    isTurned ||= type === EXIF || (texts.has(type) && isProfile(file, at + FRONT));
    at += FRONT + front.readUInt32BE(0) + CHECKSUM;
  }
  return unknown(file);
}

/** Null when a decoder would refuse the picture. */
function readSize(front: Buffer): Header['size'] {
  if (front.readUInt32BE(FIRST) !== IHDR_LENGTH || front.readUInt32BE(FIRST + 4) !== IHDR) return null;
  const [width, height] = [front.readUInt32BE(FIELDS), front.readUInt32BE(FIELDS + 4)];
  const [depth = 0, color = 0, compression, filter, interlace = 0] = front.subarray(FIELDS + 8);
  const isKnown = depths[color]?.includes(depth) && compression === 0 && filter === 0 && interlace <= 1;
  return isKnown && width > 0 && height > 0 && Math.max(width, height) < 2 ** 31 ? { width, height } : null;
}

/** A file that is cut off, or damaged: then its end stands where nothing leads to. */
function unknown(file: FileParts): Header {
  return { size: null, isWhole: file.lastIndexOf(END) >= 0 };
}

/** Whether a text is in truth what cameras write, as some programs keep it. */
function isProfile(file: FileParts, at: number): boolean {
  return file.part(at, at + 11).toString('latin1') === 'Raw profile';
}
