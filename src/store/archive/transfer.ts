import { DamagedRecord } from '../../domain/failures/errors.ts';
import { NewerRecord } from '../schema/versioned.ts';
import type { Entry, Restored } from '../tables/entry.ts';
import { kinds } from '../tables/kinds.ts';
import type { Tables } from '../tables/tables.ts';
import { header, recordsIn, UnreadableExport } from './format.ts';
import type { Restore } from './merge.ts';

/** How many records of each kind were read, and which could not be. */
export type Survey = {
  readonly counts: ReadonlyMap<string, number>;
  readonly damaged: readonly DamagedRecord[];
};

/** Reads every record of a store and hands each readable one to `take`. Throws StoreError. */
export async function survey(
  tables: Tables,
  take: (kind: string, entry: Entry) => Promise<void> = async () => {},
): Promise<Survey> {
  const counts = new Map<string, number>();
  const damaged: DamagedRecord[] = [];
  for (const kind of kinds) {
    counts.set(kind, 0);
    for await (const entry of tables[kind].entries()) {
      if (entry instanceof DamagedRecord) {
        damaged.push(entry);
        continue;
      }
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      await take(kind, entry);
    }
  }
  return { counts, damaged };
}

/** Writes every record of a store as one line each. Damaged records are left out and reported. Throws StoreError. */
export async function exportStore(tables: Tables, write: (line: string) => Promise<void>): Promise<Survey> {
  let records = 0;
  await write(lineOf(header));
  const written = await survey(tables, async (kind, { key, expires, stored }) => {
    records += 1;
    await write(lineOf({ kind, key, expires, stored }));
  });
  await write(lineOf({ records }));
  return written;
}

/**
 * One line of JSON. U+2028 and U+2029 are escaped: JSON allows them in texts, but Node's line reader ends a line there.
 */
function lineOf(value: object): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`);
}

/**
 * How many records of an export were written, were past their time, and were left out because the store knows better. Its
 * sum is the number of records that were read.
 */
export type Imported = Readonly<Record<Restored, number>>;

/**
 * Writes the records of an export, as far as they are news to the store. Throws UnreadableExport or StoreError. The records
 * before the failure are in the store then, and the import can be repeated.
 */
export async function importStore(tables: Tables, restore: Restore, lines: AsyncIterable<string>): Promise<Imported> {
  const imported: Record<Restored, number> = { written: 0, expired: 0, kept: 0 };
  for await (const { kind, number, ...entry } of recordsIn(lines)) {
    try {
      imported[await restore(kind, entry)] += 1;
    } catch (error) {
      if (!(error instanceof DamagedRecord)) throw error;
      const newer = error.cause instanceof NewerRecord;
      const why = newer ? 'was written by a newer Darkroom: use that one' : 'holds a record that makes no sense';
      throw new UnreadableExport(`Line ${number} ${why}.`);
    }
  }
  await tables.commit();
  return imported;
}
