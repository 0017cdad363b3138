import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many bytes are copied before others have their turn. */
const AT_ONCE = 4 * 1024 * 1024;

/** A file in one piece of memory, for who decodes it: a copy unless it is in one already. Even a film holds nobody up meanwhile. */
export async function wholeFile(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const data = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  let turn = 0;
  for (const piece of pieces) {
    for (let from = 0; from < piece.byteLength; from += AT_ONCE) {
      const part = piece.subarray(from, from + AT_ONCE);
      if (turn + part.byteLength > AT_ONCE) {
        await nextTurn();
        turn = 0;
      }
      data.set(part, at);
      at += part.byteLength;
      turn += part.byteLength;
    }
  }
  return data;
}
