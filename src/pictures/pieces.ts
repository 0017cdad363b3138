import { partsOf } from './file-parts.ts';

/** A chunk of so many bytes is kept as it is, unless its memory is more than twice as large; what is smaller is put together. */
const KEPT = 16 * 1024;
/** So many bytes of small chunks become one piece. */
const GATHERED = 64 * 1024;

/** A file as it arrives. */
export type Pieces = {
  add(chunk: Uint8Array): void;
  size(): number;
  /** What has arrived of its first bytes: so many, or fewer while no more have. */
  head(length: number): Uint8Array;
  /** All of it. Nothing is added afterwards. */
  all(): readonly Uint8Array[];
};

/**
 * Keeps a file. Nothing is copied that arrives in large chunks; of a host that sends single bytes, each of which may have much memory of
 * its own, these are.
 */
export function createPieces(): Pieces {
  const pieces: Uint8Array[] = [];
  let gathered: Uint8Array | null = null;
  let filled = 0;
  let size = 0;

  /** What was gathered becomes a piece, of memory of its own where that is less than half of what it was given. */
  function end(): void {
    if (gathered) pieces.push(2 * filled < gathered.length ? gathered.slice(0, filled) : gathered.subarray(0, filled));
    gathered = null;
    filled = 0;
  }

  function gather(chunk: Uint8Array): void {
    gathered ??= new Uint8Array(GATHERED);
    const part = chunk.subarray(0, gathered.length - filled);
    gathered.set(part, filled);
    filled += part.length;
    if (filled === gathered.length) end();
    if (part.length < chunk.length) gather(chunk.subarray(part.length));
  }

  return {
    add(chunk) {
      size += chunk.length;
      if (chunk.length < KEPT || chunk.buffer.byteLength > 2 * chunk.length) return gather(chunk);
      end();
      pieces.push(chunk);
    },
    size: () => size,
    head: (length) => partsOf(gathered ? [...pieces, gathered.subarray(0, filled)] : pieces).part(0, length),
    all() {
      end();
      return pieces;
    },
  };
}
