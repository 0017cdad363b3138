import { createBitWriter } from './bit-writer.ts';
import type { Bitmap } from './draw.ts';

/** Side of a macroblock in pixels. */
const BLOCK = 16;
/** Vectors count in quarters of a pixel. */
export type Vector = { readonly x: number; readonly y: number };

/** In pixels. */
type Size = { readonly width: number; readonly height: number };

/** A stream that a player is told of beforehand by `sps` and `pps`, and its frames, each a unit without a start code. */
export type Stream = { readonly sps: Buffer; readonly pps: Buffer; readonly frames: readonly Buffer[] };

/**
 * Encodes one picture that moves as a whole, in H.264's baseline profile: the first frame is the picture, sample by
 * sample, and every later one is the first, moved by a vector. The bitmap has whole macroblocks; of it, what is `shown`
 * begins at the top left. https://www.itu.int/rec/T-REC-H.264
 */
export function encodeMovingPicture(bitmap: Bitmap, shown: Size, moves: readonly Vector[]): Stream {
  const later = moves.map((move, at) => unit(0x01, movedFrame(bitmap, move, at + 1)));
  return {
    sps: unit(0x67, sequence(bitmap, shown)),
    pps: unit(0x68, pictureSet()),
    frames: [firstFrame(bitmap), ...later],
  };
}

function sequence({ width, height }: Size, shown: Size): Buffer {
  const out = createBitWriter();
  // Constrained baseline, level 3.1.
  for (const byte of [66, 0xc0, 31]) out.bits(byte, 8);
  out.unsigned(0);
  // Frame numbers have four bits; the order of showing is written in eight.
  out.unsigned(0);
  out.unsigned(0);
  out.unsigned(4);
  // One reference, and no gaps.
  out.unsigned(1);
  out.bits(0, 1);
  out.unsigned(width / BLOCK - 1);
  out.unsigned(height / BLOCK - 1);
  // Whole frames, direct inference, and what is cut off, in units of two pixels: some players cut nothing on the left.
  out.bits(0b111, 3);
  for (const side of [0, width - shown.width, 0, height - shown.height]) out.unsigned(side / 2);
  usability(out);
  out.end();
  return out.take();
}

/** Says which colours are meant (BT.601, limited range), and that no frame waits for a later one. */
function usability(out: ReturnType<typeof createBitWriter>): void {
  out.bits(0b1001, 4);
  out.bits(5, 3);
  out.bits(0b01, 2);
  for (let n = 0; n < 3; n++) out.bits(6, 8);
  // No place of chroma samples, no timing, no buffering, no picture structure; restrictions follow.
  out.bits(0b000001, 6);
  out.bits(1, 1);
  for (const limit of [0, 0, 16, 16, 0, 1]) out.unsigned(limit);
}

function pictureSet(): Buffer {
  const out = createBitWriter();
  out.unsigned(0);
  out.unsigned(0);
  out.bits(0b00, 2);
  for (let n = 0; n < 3; n++) out.unsigned(0);
  out.bits(0b000, 3);
  for (let n = 0; n < 3; n++) out.signed(0);
  // Each slice says whether it is deblocked.
  out.bits(0b100, 3);
  out.end();
  return out.take();
}

/** `order` is the frame's place. */
function beginSlice(kind: 'picture' | 'moved', order: number): ReturnType<typeof createBitWriter> {
  const out = createBitWriter();
  out.unsigned(0);
  out.unsigned(kind === 'picture' ? 7 : 5);
  out.unsigned(0);
  out.bits(kind === 'picture' ? 0 : 1, 4);
  if (kind === 'picture') out.unsigned(0);
  out.bits((order * 2) % 256, 8);
  // The picture is a short-term reference; a moved one has the usual list of references, which is the picture.
  out.bits(0b00, 2);
  out.signed(0);
  out.unsigned(1);
  return out;
}

/** Every macroblock is written without compression (`I_PCM`). */
function firstFrame({ data, width, height }: Bitmap): Buffer {
  const planes = planesOf(data, width, height);
  const begin = beginSlice('picture', 0);
  const parts: Buffer[] = [];
  for (let y = 0; y < height; y += BLOCK) {
    for (let x = 0; x < width; x += BLOCK) {
      const out = x === 0 && y === 0 ? begin : createBitWriter();
      out.unsigned(25);
      out.align();
      parts.push(out.take(), cut(planes.luma, width, x, y, BLOCK));
      for (const plane of [planes.blue, planes.red]) parts.push(cut(plane, width / 2, x / 2, y / 2, BLOCK / 2));
    }
  }
  return unit(0x65, Buffer.concat([...parts, Buffer.of(0x80)]));
}

/** The first macroblock says how far it moved, every other moves as its neighbours do. */
function movedFrame({ width, height }: Size, { x, y }: Vector, order: number): Buffer {
  const out = beginSlice('moved', order);
  for (let n = 0; n < (width / BLOCK) * (height / BLOCK); n++) {
    // Nothing is skipped, one vector for the whole block, and no residue.
    out.unsigned(0);
    out.unsigned(0);
    out.signed(n === 0 ? x : 0);
    out.signed(n === 0 ? y : 0);
    out.unsigned(0);
  }
  out.end();
  return out.take();
}

/** Brightness of every pixel, and of every four the two differences of colour. */
function planesOf(data: Buffer, width: number, height: number) {
  const luma = Buffer.alloc(width * height);
  const blue = Buffer.alloc(luma.length / 4);
  const red = Buffer.alloc(luma.length / 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const [r = 0, g = 0, b = 0] = data.subarray(at * 3, at * 3 + 3);
      luma[at] = 16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256;
      if (y % 2 === 1 || x % 2 === 1) continue;
      const quarter = (y / 2) * (width / 2) + x / 2;
      blue[quarter] = 128 + (-37.945 * r - 74.494 * g + 112.439 * b) / 256;
      red[quarter] = 128 + (112.439 * r - 94.154 * g - 18.285 * b) / 256;
    }
  }
  return { luma, blue, red };
}

function cut(plane: Buffer, stride: number, left: number, top: number, side: number): Buffer {
  const lines = Array.from({ length: side }, (_, row) => {
    const from = (top + row) * stride + left;
    return plane.subarray(from, from + side);
  });
  return Buffer.concat(lines);
}

/** A unit of the stream. Two zeros and a small byte would look like the start of another: a three goes between. */
function unit(head: number, payload: Buffer): Buffer {
  let zeros = 0;
  let from = 0;
  const parts: Buffer[] = [Buffer.of(head)];
  for (const [at, byte] of payload.entries()) {
    if (zeros >= 2 && byte <= 3) {
      parts.push(payload.subarray(from, at), Buffer.of(3));
      from = at;
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.concat([...parts, payload.subarray(from)]);
}
