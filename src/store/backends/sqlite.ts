import { stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { KeyvSqlite, type SqliteDriver } from '@keyv/sqlite';
import { z } from 'zod';
import { StoreReplaced } from '../../domain/failures/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { createPrivately, narrow } from '../../lib/private-files.ts';
import { isBusy } from '../../lib/sqlite-busy.ts';
import { openMemory } from './memory.ts';
import { createDriver, READ_ONLY, tablesIn } from './sqlite-driver.ts';
import { storeFiles, storePath } from './store-path.ts';
import type { Backend, BackendTable, Kind, Row } from './types.ts';

/**
 * How long SQLite itself waits for a locked file, in ms. It blocks the event loop meanwhile, so busy.ts does the rest.
 */
const BUSY_MS = 20;
/** How long a locked file is waited for when it is opened, and the time between two tries, in ms. */
const [OPEN_PATIENCE, OPEN_PAUSE] = [5_000, 40];
/** Work on many rows gives way to the rest of the program after so many. */
const ROWS_AT_ONCE = 500;
const Rows = z.array(z.object({ place: z.string(), key: z.string(), value: z.unknown() }));
const Keys = z.array(z.object({ place: z.string(), key: z.string() }));
/** A row whose end makes no sense never ends. */
const FoundRows = z.array(z.object({ value: z.unknown(), expires: z.number().nullable().catch(null) }));

/** Other processes may be making the same tables, or ending: then the file is locked for a moment. */
async function openAdapter(path: string, kind: Kind, driver: SqliteDriver): Promise<KeyvSqlite> {
  for (const until = performance.now() + OPEN_PATIENCE; ; ) {
    const adapter = new KeyvSqlite({
      uri: `sqlite://${path}`,
      table: kind,
      driver,
      busyTimeout: BUSY_MS,
      iterationLimit: ROWS_AT_ONCE,
    });
    try {
      await adapter.ready;
      return adapter;
    } catch (error) {
      await adapter.disconnect().catch(() => undefined);
      if (!isBusyBelow(error) || performance.now() > until) throw error;
      await delay(OPEN_PAUSE);
    }
  }
}

/** Whether SQLite found the file locked, whoever tells it. */
function isBusyBelow(error: unknown): boolean {
  return isBusy(error) || (error instanceof Error && isBusy(error.cause));
}

async function openTable(path: string, kind: Kind, driver: SqliteDriver): Promise<BackendTable> {
  const adapter = await openAdapter(path, kind, driver);
  const table = `"${kind}"`;
  const row = "WHERE key = ? AND namespace = '' AND value = ? AND (expires IS NULL OR expires > ?) RETURNING key";
  const [finding, inserting, changing, removing] = [
    `SELECT value, expires FROM ${table} WHERE key = ? AND namespace = ''`,
    `INSERT INTO ${table} (key, value, namespace, expires) VALUES (?, ?, '', ?)
     ON CONFLICT (key, namespace) DO UPDATE SET value = excluded.value, expires = excluded.expires
     WHERE ${table}.expires <= ? RETURNING key`,
    `UPDATE ${table} SET value = ?, expires = ? ${row}`,
    `DELETE FROM ${table} ${row}`,
  ];

  /**
   * Goes by rowid, which is read as text, because it may be a number beyond 2^53. A listing by key would stop at a
   * damaged one or read it again and again.
   */
  async function* walk<R extends { place: string }>(past: number, columns: string, read: (found: unknown) => R[]) {
    let place = String(-(2n ** 63n));
    for (;;) {
      const found = await adapter.query(
        `SELECT CAST(rowid AS TEXT) AS place, CAST(key AS TEXT) AS key${columns}
         FROM ${table} WHERE rowid > CAST(? AS INTEGER) AND namespace = '' AND (expires IS NULL OR expires > ?)
         ORDER BY rowid LIMIT ${ROWS_AT_ONCE}`,
        place,
        past,
      );
      const rows = read(found);
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_AT_ONCE) return;
      place = last.place;
      await nextTurn();
    }
  }

  return {
    adapter,
    async find(key) {
      return FoundRows.parse(await adapter.query(finding, key))[0];
    },
    async insert(key, text, expires, past) {
      const inserted = await adapter.query(inserting, key, text, expires ?? null, past);
      return inserted.length > 0;
    },
    async replace(key, from, to, expires, past) {
      const replaced =
        to === null
          ? await adapter.query(removing, key, from, past)
          : await adapter.query(changing, to, expires ?? null, key, from, past);
      return replaced.length > 0;
    },
    rows: (past): AsyncGenerator<Row> =>
      walk(past, ", CASE WHEN typeof(key) = 'text' THEN value END AS value", (found) => Rows.parse(found)),
    async *keys(past) {
      for await (const { key } of walk(past, '', (found) => Keys.parse(found))) yield key;
    },
    async sweep(past) {
      for (;;) {
        const gone = await adapter.query(
          `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires <= ? LIMIT ${ROWS_AT_ONCE})
           RETURNING rowid`,
          past,
        );
        if (gone.length < ROWS_AT_ONCE) return;
        await nextTurn();
      }
    },
  };
}

/**
 * Keeps the file and those beside it from other users of this computer: they hold members' prompts, and tokens that live. A
 * folder that is there already is left as it is, as it may hold other things.
 */
async function keepPrivate(path: string, log: Pick<Log, 'warn'>): Promise<void> {
  const { wide, left } = await narrow(storeFiles(path));
  const narrowed = wide.filter((file) => !left.includes(file));
  if (narrowed.length > 0) log.warn({ files: narrowed }, 'other users could read the store; now only its owner can');
  if (left.length > 0) log.warn({ files: left }, 'other users can read the store: run "chmod go=" on these files');
}

/**
 * A backend in one SQLite file, with a table for each kind of record. Creates the folder. Rejects when it cannot be
 * used.
 */
export async function openSqlite(given: string, log: Pick<Log, 'warn'>): Promise<Backend> {
  const path = await storePath(given);
  await createPrivately(path);
  await keepPrivate(path, log);
  let opened: string | undefined;
  // Every write survives the end of the process. Only a write to `checks` waits for the disk as well, which blocks the
  // event loop; the first of them makes the log itself safe, so that `flush` may do without.
  const [later, atOnce] = [createDriver('NORMAL'), createDriver('FULL')];

  async function identity(): Promise<string> {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  }

  return {
    async table(kind) {
      const table = await openTable(path, kind, kind === 'checks' ? atOnce : later);
      opened ??= await identity();
      return table;
    },
    async verify() {
      // SQLite goes on writing to a file that was deleted or replaced meanwhile. Nobody would find those records again.
      const now = await identity().catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      });
      if (now !== opened) throw new StoreReplaced(`${path} was replaced while it was open`);
      await later.flush();
    },
    flush: later.flush,
  };
}

/**
 * The records of a SQLite file as they are at this moment, for reading only, while others may write to it. A kind of records
 * that the file does not know yet has none. Rejects when the file is missing or cannot be read.
 */
export async function readSqlite(given: string, log: Pick<Log, 'warn'>): Promise<Backend> {
  const path = await storePath(given);
  await keepPrivate(path, log);
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  let known: ReadonlySet<unknown>;
  try {
    known = tablesIn(db);
  } finally {
    db.close();
  }
  const [driver, none] = [createDriver(READ_ONLY), openMemory()];
  return {
    table: async (kind) => (known.has(kind) ? openTable(path, kind, driver) : none.table(kind)),
    verify: async () => undefined,
  };
}
