import { DamagedRecord } from '../../domain/failures/errors.ts';
import { NewerRecord } from '../schema/versioned.ts';
import type { Entry } from '../tables/table.ts';
import type { Tables } from '../tables/tables.ts';
import { header, kinds, recordsIn, UnreadableExport } from './format.ts';

/** How many records there are of each kind, and those that cannot be read. */
export type Census = {
  readonly counts: ReadonlyMap<string, number>;
  readonly damaged: readonly DamagedRecord[];
};

/** Reads everything in a store; each readable record is handed to `take`. Throws StoreError. */
export async function survey(
  tables: Tables,
  take: (kind: string, entry: Entry) => Promise<void> = async () => {},
): Promise<Census> {
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

/** Everything in a store as lines, handed to `write` one by one; what is damaged stays behind and is told. Throws StoreError. */
export async function exportStore(tables: Tables, write: (line: string) => Promise<void>): Promise<Census> {
  let records = 0;
  await write(lineOf(header));
  const census = await survey(tables, async (kind, { key, expires, stored }) => {
    records += 1;
    await write(lineOf({ kind, key, expires, stored }));
  });
  await write(lineOf({ records }));
  return census;
}

/** One line of JSON. Node's line reader also ends a line at U+2028 and U+2029, which JSON lets stand as they are. */
function lineOf(value: object): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`);
}

export async function isEmpty(tables: Tables): Promise<boolean> {
  for (const kind of kinds) {
    for await (const _ of tables[kind].entries()) return false;
  }
  return true;
}

/** What an import brought; `expired` records had outlived their time and stay behind. */
export type Imported = { readonly records: number; readonly expired: number };

/**
 * Writes the records of an export, replacing those under the same keys. Throws UnreadableExport or StoreError; what came
 * before the trouble is in the store then, and the import may be repeated.
 */
export async function importStore(tables: Tables, lines: AsyncIterable<string>): Promise<Imported> {
  let [records, expired] = [0, 0];
  for await (const { kind, number, ...entry } of recordsIn(lines)) {
    try {
      if (await tables[kind].restore(entry)) records += 1;
      else expired += 1;
    } catch (error) {
      if (!(error instanceof DamagedRecord)) throw error;
      const newer = error.cause instanceof NewerRecord;
      const why = newer ? 'was written by a newer Darkroom: use that one' : 'holds a record that makes no sense';
      throw new UnreadableExport(`Line ${number} ${why}.`);
    }
  }
  await tables.commit();
  return { records, expired };
}
