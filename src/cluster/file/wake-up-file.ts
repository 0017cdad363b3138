import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { WakeUp } from '../../domain/ports/cluster.ts';
import { createPrivately } from '../../lib/private-files.ts';
import { isBusy } from '../../lib/sqlite-busy.ts';
import { readWakeUp } from '../wake-up-text.ts';

/** How long a call may stand still for another process that writes, in ms. Everything else in this process waits, too. */
const BUSY_TIMEOUT = 10;
/** How long the file may be locked when it is opened, in ms. */
const OPEN_PATIENCE = 5_000;
/** How long after a try to open it the next one comes, in ms. */
const OPEN_REST = 20;
/** How many wake-ups are taken at once. */
const BATCH = 200;
/** How many wait for a leader. What older ones would tell is found by a look at the store. */
const MOST_KEPT = 10_000;

const Version = z.object({ data_version: z.number() });
const Row = z.object({ wake_up: z.string() });

/** One connection to the file through which processes tell their leader what happened. It throws when the file is busy. */
export type WakeUpFile = {
  add(wakeUps: readonly WakeUp[]): void;
  /** Takes out up to 200 of the oldest. Null stands for one that this version does not know. */
  take(): readonly (WakeUp | null)[];
  /** A number that changes when another connection has written to the file. */
  version(): number;
  close(): void;
};

/** Opens the file, and creates it where it is missing. Rejects as Node and SQLite do. */
export async function openWakeUpFile(path: string): Promise<WakeUpFile> {
  await createPrivately(path);
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    await prepare(db);
  } catch (error) {
    db.close();
    throw error;
  }
  const insert = db.prepare('INSERT INTO wake_ups (wake_up) VALUES (?)');
  const remove = db.prepare(
    'DELETE FROM wake_ups WHERE id IN (SELECT id FROM wake_ups ORDER BY id LIMIT ?) RETURNING wake_up',
  );
  const trim = db.prepare('DELETE FROM wake_ups WHERE id <= (SELECT max(id) FROM wake_ups) - ?');
  const version = db.prepare('PRAGMA data_version');
  return {
    add(wakeUps) {
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const wakeUp of wakeUps) insert.run(JSON.stringify(wakeUp));
        trim.run(MOST_KEPT);
        db.exec('COMMIT');
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    take: () => remove.all(BATCH).map((row) => parse(Row.parse(row).wake_up)),
    version: () => Version.parse(version.get()).data_version,
    close() {
      if (db.isOpen) db.close();
    },
  };
}

async function prepare(db: DatabaseSync): Promise<void> {
  for (const until = performance.now() + OPEN_PATIENCE; ; ) {
    try {
      // What a power cut takes with it, the leader finds by its own look at the store.
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      db.exec('CREATE TABLE IF NOT EXISTS wake_ups (id INTEGER PRIMARY KEY, wake_up TEXT NOT NULL)');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
      await delay(OPEN_REST);
    }
  }
}

function parse(text: string): WakeUp | null {
  try {
    return readWakeUp(JSON.parse(text));
  } catch {
    return null;
  }
}
