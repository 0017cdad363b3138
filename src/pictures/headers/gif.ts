import type { FileParts } from '../file-parts.ts';
import { cutOff, type Header } from './header.ts';

/** The lengths of what begins a file and what begins a frame: https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
const [SCREEN, FRAME] = [13, 10];
const [EXTENSION, IMAGE, END] = [0x21, 0x2c, 0x3b];
/** Sizes of screens, which old programs wrote in the place of the picture's: decoders do not believe them. */
const doubtful: ReadonlySet<string> = new Set(['640x480', '640x512', '800x600', '1024x768', '1280x1024', '1600x1200']);
const BELIEVED_MAX = 2048;
/** More blocks than this are not walked through. A film of 50 MB has 200,000. */
const BLOCKS_MAX = 1_000_000;

/**
 * Walks through the blocks of a GIF. The picture is as large as its screen, unless a decoder would doubt that. A file that ends
 * behind a frame without saying so, as some programs leave it, is left to the decoder.
 */
export function readGif(file: FileParts): Header | null {
  const { length } = file;
  if (length < SCREEN) return cutOff;
  const screen = file.part(0, SCREEN);
  const [width, height] = [screen.readUInt16LE(6), screen.readUInt16LE(8)];
  let isDoubtful = width === 0 || height === 0 || Math.max(width, height) > BELIEVED_MAX;
  isDoubtful ||= doubtful.has(`${width}x${height}`);
  let frames = 0;
  /** Whether a row of blocks goes on here, each of which says how long it is, and the last that it is empty. */
  let isInRow = false;
  let at = SCREEN + colours(screen[10]);
  let { piece, start } = file.pieceAt(at);
  for (let count = 0; at < length; count += 1) {
    if (at >= start + piece.length) ({ piece, start } = file.pieceAt(at));
    const next = piece[at - start] ?? 0;
    if (isInRow) {
      at += 1 + next;
      isInRow = next > 0;
    } else if (next === EXTENSION) {
      at += 2;
      isInRow = true;
    } else if (next === IMAGE) {
      if (at + FRAME > length) return cutOff;
      const frame = file.part(at, at + FRAME);
      const [left, top] = [frame.readUInt16LE(1), frame.readUInt16LE(3)];
      isDoubtful ||= left + frame.readUInt16LE(5) > width || top + frame.readUInt16LE(7) > height;
      frames += 1;
      at += FRAME + colours(frame[9]) + 1;
      isInRow = true;
    } else {
      if (next !== END || frames === 0) return null;
      return { size: isDoubtful ? null : { width, height }, isWhole: true };
    }
    if (count > BLOCKS_MAX) return null;
  }
  return isInRow || frames === 0 || at > length ? cutOff : null;
}

/** How many bytes the table of colours has of which these flags tell. */
function colours(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}
