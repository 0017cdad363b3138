import { z } from 'zod';
import { kinds } from '../tables/kinds.ts';

/** The version of the lines. The records in them have versions of their own. */
const FORMAT = 1;

export const header = { darkroom: 'store', format: FORMAT } as const;

/** A line of an export. The header comes first, then the records, then their number, which a torn file lacks. */
export const LineSchema = z.union([
  z.object({
    kind: z.enum(kinds),
    key: z.string(),
    expires: z.number().nullable(),
    stored: z.object({ v: z.int().min(1), data: z.unknown() }),
  }),
  z.object({ darkroom: z.literal('store'), format: z.int() }),
  z.object({ records: z.int().min(0) }),
]);

/**
 * An export cannot be read. The message is one plain sentence. It may name a line by its number and never quotes it.
 */
export class UnreadableExport extends Error {
  override readonly name = 'UnreadableExport';
}

/**
 * The records of an export with the numbers of their lines. Checks all that can be checked without a store. Throws
 * UnreadableExport.
 */
export async function* recordsIn(lines: AsyncIterable<string>) {
  let number = 0;
  let records = 0;
  let end: number | null = null;
  for await (const text of lines) {
    number += 1;
    const line = lineOf(text, number);
    if (end !== null) throw new UnreadableExport(`Line ${number} comes after the end of the export.`);
    if (number === 1) {
      if (!('format' in line)) throw new UnreadableExport('This file is no export of a Darkroom store.');
      if (line.format > FORMAT)
        throw new UnreadableExport('This export was written by a newer Darkroom: use that one.');
    } else if ('kind' in line) {
      records += 1;
      yield { ...line, number };
    } else if ('records' in line) {
      end = line.records;
    } else {
      throw new UnreadableExport(`Line ${number} begins a second export.`);
    }
  }
  if (number === 0) throw new UnreadableExport('This file is empty.');
  if (end === null) throw new UnreadableExport('This export breaks off before its end: export again.');
  if (end !== records) throw new UnreadableExport(`This export holds ${records} records and not ${end}: export again.`);
}

function lineOf(text: string, number: number) {
  try {
    return LineSchema.parse(JSON.parse(text));
  } catch {
    const what = number === 1 ? 'This file is no export of a Darkroom store' : `Line ${number} is damaged`;
    throw new UnreadableExport(`${what}.`);
  }
}
