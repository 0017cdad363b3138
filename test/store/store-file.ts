import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { onTestFinished as onTheTestFinished } from 'vitest';
import { parseStoreUrl } from '../../src/lib/store-address.ts';
import type { OnTestFinished } from '../test-end.ts';

/**
 * Opens the store's file beside the store, to read and change its rows directly, until the test ends. Tests that run
 * concurrently hand in their own `onTestFinished`.
 */
export function storeFile(url: string, onTestFinished: OnTestFinished = onTheTestFinished) {
  const address = parseStoreUrl(url);
  if (address.kind !== 'sqlite') throw new TypeError(`${address.kind} has no file`);
  const db = new DatabaseSync(address.path);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return {
    path: address.path,
    run: (sql: string, ...values: SQLInputValue[]) => db.prepare(sql).run(...values),
    putRow(table: string, key: SQLInputValue, value: SQLInputValue, expires: SQLInputValue = null) {
      db.prepare(`INSERT OR REPLACE INTO "${table}" (key, value, expires) VALUES (?, ?, ?)`).run(key, value, expires);
    },
    /** The text of a row, null when there is none. */
    textOf(table: string, key: string): string | null {
      const row = db.prepare(`SELECT value FROM "${table}" WHERE key = ?`).get(key);
      return typeof row?.value === 'string' ? row.value : null;
    },
    /** When a row ends, Unix ms; null when there is none, or when it never does. */
    expiryOf(table: string, key: string): number | null {
      const row = db.prepare(`SELECT expires FROM "${table}" WHERE key = ?`).get(key);
      return typeof row?.expires === 'number' ? row.expires : null;
    },
    keysOf: (table: string): readonly string[] =>
      db
        .prepare(`SELECT key FROM "${table}"`)
        .all()
        .map(({ key }) => String(key)),
    /** Everything in all tables, as one text. */
    dump(): string {
      const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      return JSON.stringify(tables.map(({ name }) => db.prepare(`SELECT * FROM "${name}"`).all()));
    },
    close: () => db.close(),
  };
}
