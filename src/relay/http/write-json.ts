import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Texts of this length, in UTF-16 units, are written apart from the rest: pictures, as base64. */
const LONG = 100_000;

/**
 * Writes a body as JSON. `JSON.stringify` takes a sixth of a second for five pictures of 4 MB, in which nobody would be
 * answered. So long texts in the body's fields, or in lists there, are written one by one, and others have their turn in
 * between.
 */
export async function writeJson(body: object): Promise<Uint8Array<ArrayBuffer>> {
  const apart: string[] = [];
  for (const text of Object.values(body).flat()) {
    if (typeof text !== 'string' || text.length < LONG) continue;
    await nextTurn();
    if (isPlain(text)) apart.push(text);
  }
  const mark = randomUUID();
  const marked: string[] = [];
  const rest = JSON.stringify(body, (_, value: unknown) => {
    if (typeof value !== 'string' || !apart.includes(value)) return value;
    marked.push(value);
    return mark;
  });
  const chunks: Buffer[] = [];
  for (const [index, piece] of rest.split(mark).entries()) {
    const text = marked[index - 1];
    if (text !== undefined) {
      await nextTurn();
      chunks.push(Buffer.from(text, 'latin1'));
    }
    chunks.push(Buffer.from(piece));
  }
  return Buffer.concat(chunks);
}

/** Whether JSON writes a text as it is. */
function isPlain(text: string): boolean {
  return !/["\\]|[^\x20-\x7e]/.test(text);
}
