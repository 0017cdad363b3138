import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDriver } from '@keyv/sqlite';
import { openWriteAheadLog, type WriteAheadLog } from './write-ahead-log.ts';

/**
 * Whether a write waits for the disk: `NORMAL` never, `FULL` always
 * (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export type Sync = 'NORMAL' | 'FULL';

/** Writes are refused, and everything that is read is of one moment, however long others write meanwhile. */
export const READ_ONLY = 'READ ONLY';

export type FlushingDriver = SqliteDriver & {
  /**
   * Resolves when everything that was written before the call, through whichever connection, survives a power cut. Rejects as
   * that of the log does, and when nothing is connected.
   */
  flush(): Promise<void>;
};

type Connection = { readonly db: DatabaseSync; readonly log: WriteAheadLog | null; users: number };

/**
 * Connects Keyv's adapters to one file. All adapters with this driver share one connection, and each adapter prepares a
 * statement only once. Keyv's own driver opens a connection for every table, which reads again what the others wrote,
 * and prepares a statement every time.
 */
export function createDriver(access: Sync | typeof READ_ONLY): FlushingDriver {
  let shared: Connection | null = null;

  return {
    name: 'custom',
    async connect({ filename, busyTimeout = 0 }) {
      shared ??= open(filename, busyTimeout, access);
      const connection = shared;
      const { db } = connection;
      connection.users += 1;
      const statements = new Map<string, StatementSync>();

      function prepared(sql: string): StatementSync {
        const known = statements.get(sql) ?? db.prepare(sql);
        statements.set(sql, known);
        return known;
      }

      return {
        query: async (sql: string, ...values: unknown[]) => prepared(sql).all(...values.map(bound)),
        async close() {
          connection.users -= 1;
          if (connection.users > 0) return;
          if (shared === connection) shared = null;
          await connection.log?.close();
          db.close();
        },
      };
    },
    async flush() {
      if (!shared?.log) throw new Error('nothing is connected that could be flushed');
      await shared.log.flush();
    },
  };
}

function open(path: string, timeout: number, access: Sync | typeof READ_ONLY): Connection {
  const readOnly = access === READ_ONLY;
  const db = new DatabaseSync(path, { timeout, readOnly });
  try {
    // SQLite makes the log of a new database only for whoever reads.
    db.exec(readOnly ? 'BEGIN' : `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${access}; PRAGMA schema_version`);
    return { db, log: access === 'NORMAL' ? openWriteAheadLog(path) : null, users: 0 };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The names of the tables in a database. */
export function tablesIn(db: DatabaseSync): ReadonlySet<unknown> {
  const rows = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return new Set(rows.map(({ name }) => name));
}

function bound(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  throw new TypeError(`SQLite cannot store a ${typeof value}`);
}
