import type { Size } from '../../domain/pictures/region.ts';
import type { FileParts } from '../file-parts.ts';
import { cutOff, type Header } from './header.ts';

/** Where the first chunk begins, and how long the front of each is: https://developers.google.com/speed/webp/docs/riff_container */
const [FIRST, FRONT] = [12, 8];
/** What an extended file says of itself: that it moves, and that it has what cameras write. */
const [MOVES, HAS_EXIF] = [0x02, 0x08];
/** So many bytes of a chunk tell all that is asked here. */
const LOOKED_AT = 10;
/** A file has fewer chunks. */
const CHUNKS_MAX = 100;

/** A chunk: its type, how long it is, and the first bytes of what it holds. */
type Chunk = { readonly type: string; readonly length: number; readonly body: Buffer };

/** A WebP says in front how long it is. Of one that moves, somebody else must say the size. */
export function readWebp(file: FileParts): Header | null {
  if (file.length < FIRST + FRONT) return cutOff;
  const end = 8 + file.part(4, 8).readUInt32LE(0);
  if (file.length < end) return cutOff;
  const { type, length, body } = chunkAt(file, FIRST, end);
  if (type !== 'VP8X') return whole(frameSize(type, body));
  if (body.length < 10) return null;
  const [flags = 0] = body;
  const canvas = { width: body.readUIntLE(4, 3) + 1, height: body.readUIntLE(7, 3) + 1 };
  if ((flags & (MOVES | HAS_EXIF)) !== 0) return { size: null, isWhole: true };
  const frame = stillFrame(file, FIRST + FRONT + length, end);
  return frame?.width === canvas.width && frame.height === canvas.height ? whole(canvas) : null;
}

function whole(size: Size | null): Header | null {
  return size && { size, isWhole: true };
}

/** The size in the first chunk with pixels. */
function stillFrame(file: FileParts, from: number, end: number): Size | null {
  let at = from;
  for (let count = 0; count < CHUNKS_MAX && at + FRONT <= end; count += 1) {
    const { type, length, body } = chunkAt(file, at, end);
    if (/^VP8[ L]$/.test(type)) return frameSize(type, body);
    at += FRONT + length + (length % 2);
  }
  return null;
}

/** A chunk that would reach beyond the end holds nothing. */
function chunkAt(file: FileParts, at: number, end: number): Chunk {
  if (at + FRONT > end) return { type: '', length: 0, body: Buffer.alloc(0) };
  const front = file.part(at, at + FRONT);
  const from = at + FRONT;
  const to = from + front.readUInt32LE(4);
  const length = to > end ? 0 : to - from;
  return { type: front.toString('latin1', 0, 4), length, body: file.part(from, from + Math.min(length, LOOKED_AT)) };
}

/** https://datatracker.ietf.org/doc/html/rfc6386#section-9.1 and https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification#2_riff_header */
function frameSize(type: string, body: Buffer): Size | null {
  if (type === 'VP8 ' && body.length >= 10 && body.readUIntBE(3, 3) === 0x9d012a && (body.readUInt8(0) & 1) === 0) {
    return sized(body.readUInt16LE(6) & 0x3fff, body.readUInt16LE(8) & 0x3fff);
  }
  if (type === 'VP8L' && body.length >= 5 && body.readUInt8(0) === 0x2f) {
    const bits = body.readUInt32LE(1);
    // The last three bits are the version.
    return bits >>> 29 === 0 ? sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1) : null;
  }
  return null;
}

function sized(width: number, height: number): Size | null {
  return width > 0 && height > 0 ? { width, height } : null;
}
