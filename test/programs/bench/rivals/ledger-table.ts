import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/**
 * A table as Darkroom has them, of records that end after so many ms, or never. Its methods make steps, which do nothing before they are
 * called.
 */
export function createLedgerTable(db: DatabaseSync, name: string, lifetime: number | null) {
  db.exec(
    `CREATE TABLE ${name} (key VARCHAR(255) NOT NULL, value TEXT, namespace VARCHAR(255) NOT NULL DEFAULT '',
    expires BIGINT DEFAULT NULL, UNIQUE (key, namespace));
    CREATE INDEX ${name}_expires ON ${name} (expires) WHERE expires IS NOT NULL`,
  );
  const row = "WHERE key = ? AND namespace = '' AND value = ? RETURNING key";
  const insert = statement(
    `INSERT INTO ${name} (key, value, expires) VALUES (?, ?, ?) ON CONFLICT (key, namespace) DO NOTHING RETURNING key`,
  );
  const update = statement(`UPDATE ${name} SET value = ?, expires = ? ${row}`);
  const erase = statement(`DELETE FROM ${name} ${row}`);
  /** What is there of records that are not there for good as they are. */
  const last = new Map<string, string>();
  let count = 0;

  function statement(sql: string): (...values: SQLInputValue[]) => void {
    const prepared = db.prepare(sql);
    return (...values) => void prepared.all(...values);
  }

  function text(size: number): string {
    count += 1;
    return String(count).padStart(size, 'x');
  }

  const end = () => (lifetime === null ? null : Date.now() + lifetime);

  return {
    /** Adds a record for good, of so many characters. */
    add: (key: string, size: number) => () => insert(key, text(size), end()),
    /** Adds a record, or changes the one that is there. */
    write: (key: string, size: number) => () => {
      const [before, after] = [last.get(key), text(size)];
      if (before === undefined) insert(key, after, end());
      else update(after, end(), key, before);
      last.set(key, after);
    },
    remove: (key: string) => () => {
      erase(key, last.get(key) ?? '');
      last.delete(key);
    },
  };
}
