import type { FileParts } from '../file-parts.ts';
import { cutOff, type Header } from './header.ts';

/** The markers that count here: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1. */
const [SCAN, END, APP1] = [0xda, 0xd9, 0xe1];
/** Pictures that everybody can read: baseline, extended and progressive. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Markers with nothing behind them. */
const bare: ReadonlySet<number> = new Set([0x01, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8]);
const EOI = Buffer.from([0xff, END]);
/** More segments than this are not walked through. */
const SEGMENTS_MAX = 10_000;

/**
 * Walks through the segments of a JPEG up to its first scan. In a scan no two bytes look like the end, so the file is whole when
 * the end stands anywhere behind: a small picture for previews, which has an end, too, stands before it.
 */
export function readJpeg(file: FileParts): Header {
  let size: Header['size'] = null;
  let isTurned = false;
  let at = 2;
  for (let count = 0; count < SEGMENTS_MAX; count += 1) {
    if (at + 4 > file.length) return cutOff;
    const front = file.part(at, at + 4);
    const marker = front.readUInt8(1);
    if (front.readUInt8(0) !== 0xff || marker === END) break;
    if (marker === 0xff) at += 1;
    else if (bare.has(marker)) at += 2;
    else if (marker === SCAN) return { size: isTurned ? null : size, isWhole: file.lastIndexOf(EOI) > at };
    else {
      const next = at + 2 + front.readUInt16BE(2);
      if (next > file.length) return cutOff;
      if (frames.has(marker)) size = frameSize(file.part(at + 4, next));
      isTurned ||= marker === APP1 && file.part(at + 4, at + 8).toString('latin1') === 'Exif';
      at = next;
    }
  }
  return { size: null, isWhole: file.lastIndexOf(EOI) >= 0 };
}

/** Null for a frame that not everybody can read, or whose height stands elsewhere. */
function frameSize(frame: Buffer): Header['size'] {
  if (frame.length < 6 || frame[0] !== 8) return null;
  const [height, width, components = 0] = [frame.readUInt16BE(1), frame.readUInt16BE(3), frame[5]];
  const isKnown = [1, 3, 4].includes(components) && frame.length === 6 + 3 * components;
  return isKnown && width > 0 && height > 0 ? { width, height } : null;
}
