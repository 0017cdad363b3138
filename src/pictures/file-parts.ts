/** A file in pieces, of which parts can be looked at. */
export type FileParts = {
  /** In bytes. */
  readonly length: number;
  /** The bytes from one place up to another one, as far as the file has them. Copied only where they lie in several pieces. */
  part(from: number, to: number): Buffer;
};

export function partsOf(pieces: readonly Uint8Array[]): FileParts {
  const buffers = pieces.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  const length = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  /** Parts are mostly asked for from the front to the end: where the last one began, and before which byte. */
  let [index, before] = [0, 0];

  function part(from: number, to: number): Buffer {
    if (from < before) [index, before] = [0, 0];
    for (let one = buffers[index]; one && before + one.length <= from; one = buffers[index]) {
      before += one.length;
      index += 1;
    }
    const [first = Buffer.alloc(0)] = buffers.slice(index, index + 1);
    const at = from - before;
    if (to - before <= first.length || index + 1 >= buffers.length) return first.subarray(at, to - before);
    const found: Buffer[] = [];
    let start = before;
    for (let n = index; n < buffers.length && start < to; n += 1) {
      const one = buffers[n] ?? first;
      found.push(one.subarray(Math.max(0, from - start), to - start));
      start += one.length;
    }
    return Buffer.concat(found);
  }

  return { length, part };
}
