import { z } from 'zod';
import { CALL_MS, PAGE_MS } from '../server-calls.ts';
import { rowWriter } from '../server-rows.ts';
import type { BackendTable, Kind, Row } from '../types.ts';
import type { Query } from './connection.ts';
import { SCHEMA } from './schema.ts';

/** Work on many rows asks for so many at a time, and work on keys alone. */
const [ROWS_AT_ONCE, KEYS_AT_ONCE] = [500, 2_000];

const Rows = z.array(z.object({ key: z.string(), value: z.unknown() }));
const Keys = z.array(z.object({ key: z.string() }));
/** A row whose end makes no sense never ends. */
const FoundRows = z.array(z.object({ value: z.unknown(), expires: z.number().nullable().catch(null) }));

type Parts = {
  readonly kind: Kind;
  readonly query: Query;
  readonly close: () => Promise<void>;
};

/** The rows of one kind, in a table that is there. */
export function postgresTable({ kind, query, close }: Parts): BackendTable {
  const table = `${SCHEMA}."${kind}"`;

  async function changes(sql: string, values: readonly unknown[]): Promise<boolean> {
    return (await query(`${sql} RETURNING 1`, values, CALL_MS)).length > 0;
  }

  async function* walk<R extends { key: string }>(
    past: number,
    columns: string,
    count: number,
    read: (found: unknown) => R[],
  ) {
    let last = '';
    for (;;) {
      const sql = `SELECT ${columns} FROM ${table} WHERE key > $1 AND (expires IS NULL OR expires > $2)
        ORDER BY key LIMIT ${count}`;
      const rows = read(await query(sql, [last, past], PAGE_MS));
      yield* rows;
      if (rows.length < count) return;
      last = rows.at(-1)?.key ?? last;
    }
  }

  const upsert = `INSERT INTO ${table} AS t (key, value, expires) VALUES ($1, $2, $3)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`;
  const same = 'WHERE key = $1 AND value = $2 AND (expires IS NULL OR expires > $3)';

  return {
    adapter: rowWriter({
      async set(key, text, expires) {
        await changes(upsert, [key, text, expires ?? null]);
      },
      delete: (key) => changes(`DELETE FROM ${table} WHERE key = $1`, [key]),
      close,
    }),
    async find(key) {
      const sql = `SELECT value, expires FROM ${table} WHERE key = $1`;
      return FoundRows.parse(await query(sql, [key], CALL_MS))[0];
    },
    insert: (key, text, expires, past) =>
      changes(`${upsert} WHERE t.expires <= $4`, [key, text, expires ?? null, past]),
    replace: (key, from, to, expires, past) =>
      to === null
        ? changes(`DELETE FROM ${table} ${same}`, [key, from, past])
        : changes(`UPDATE ${table} SET value = $4, expires = $5 ${same}`, [key, from, past, to, expires ?? null]),
    rows: (past): AsyncGenerator<Row> => walk(past, 'key, value', ROWS_AT_ONCE, (found) => Rows.parse(found)),
    async *keys(past) {
      for await (const { key } of walk(past, 'key', KEYS_AT_ONCE, (found) => Keys.parse(found))) yield key;
    },
    async sweep(past) {
      const due = `SELECT key FROM ${table} WHERE expires <= $1 LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED`;
      const sql = `DELETE FROM ${table} WHERE key IN (${due}) RETURNING 1`;
      while ((await query(sql, [past], PAGE_MS)).length === ROWS_AT_ONCE);
    },
  };
}
