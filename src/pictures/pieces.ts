/** A file that says that it has so many bytes is given them before they arrive. The system gives memory only to what is written. */
const BELIEVED = 16 * 1024 * 1024;
/** What any other file is given first, in bytes. */
const UNANNOUNCED = 256 * 1024;

/** A file as it arrives. */
export type Pieces = {
  add(chunk: Uint8Array): void;
  size(): number;
  /** What has arrived of its first bytes, and more behind that. */
  head(): Uint8Array;
  /** All of it in one piece of memory, which is no part of another one. Nothing is added afterwards. */
  whole(): Uint8Array<ArrayBuffer>;
};

/**
 * Keeps a file that announces so many bytes, or none: the more of it has arrived, the more memory it is given at a time. What is
 * added may be tiny and its memory large, so it is copied.
 */
export function createPieces(announced: number): Pieces {
  const full: Uint8Array[] = [];
  let last = new Uint8Array(announced > 0 ? Math.min(announced, BELIEVED) : UNANNOUNCED);
  let filled = 0;
  let before = 0;

  function add(chunk: Uint8Array): void {
    const room = last.length - filled;
    if (chunk.length <= room) {
      last.set(chunk, filled);
      filled += chunk.length;
      return;
    }
    last.set(chunk.subarray(0, room), filled);
    full.push(last);
    before += last.length;
    last = new Uint8Array(Math.max(before, chunk.length - room));
    filled = 0;
    add(chunk.subarray(room));
  }

  function whole(): Uint8Array<ArrayBuffer> {
    if (before === 0) return filled === last.length ? last : last.slice(0, filled);
    const data = new Uint8Array(before + filled);
    let at = 0;
    for (const piece of [...full, last.subarray(0, filled)]) {
      data.set(piece, at);
      at += piece.length;
    }
    return data;
  }

  return { add, whole, size: () => before + filled, head: () => full[0] ?? last.subarray(0, filled) };
}
