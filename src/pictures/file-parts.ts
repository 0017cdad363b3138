/** A file in pieces, of which parts can be looked at. It is never copied as a whole: that would hold everybody up. */
export type FileParts = {
  /** In bytes. */
  readonly length: number;
  /** The bytes from one place up to another one, as far as the file has them. Copied only where they lie in several pieces. */
  part(from: number, to: number): Buffer;
  /** The piece that has a byte, and where it begins, for who looks at very many bytes. The last one for those behind the end. */
  pieceAt(at: number): { readonly piece: Buffer; readonly start: number };
  /** Where these bytes stand last, -1 where they do not. */
  lastIndexOf(bytes: Buffer): number;
};

export function partsOf(pieces: readonly Uint8Array[]): FileParts {
  const buffers = pieces.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  const length = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  /** What is looked at next is mostly near: the piece that was looked at last, its place among them, and where it begins. */
  let [piece = nothing, index, start] = [buffers[0], 0, 0];

  /** Goes to the piece that has a byte, the last one for those behind the end. */
  function find(at: number): void {
    for (let next = buffers[index - 1]; next && at < start; next = buffers[index - 1]) {
      start -= next.length;
      index -= 1;
      piece = next;
    }
    for (let next = buffers[index + 1]; next && start + piece.length <= at; next = buffers[index + 1]) {
      start += piece.length;
      index += 1;
      piece = next;
    }
  }

  function part(from: number, to: number): Buffer {
    find(from);
    if (to <= start + piece.length || index + 1 >= buffers.length) return piece.subarray(from - start, to - start);
    const found: Buffer[] = [];
    let place = start;
    for (const one of buffers.slice(index)) {
      if (place >= to) break;
      found.push(one.subarray(Math.max(0, from - place), to - place));
      place += one.length;
    }
    return Buffer.concat(found);
  }

  return {
    length,
    part,
    pieceAt(at) {
      find(at);
      return { piece, start };
    },
    lastIndexOf(bytes) {
      let end = length;
      for (const one of buffers.toReversed()) {
        const begin = end - one.length;
        // Those that begin in this piece and end in a later one stand behind all others in it.
        const edge = Math.max(0, end - bytes.length + 1);
        const across = part(edge, end + bytes.length - 1).lastIndexOf(bytes);
        if (across >= 0) return edge + across;
        const within = one.lastIndexOf(bytes);
        if (within >= 0) return begin + within;
        end = begin;
      }
      return -1;
    },
  };
}

const nothing = Buffer.alloc(0);
