import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../domain/failures/errors.ts';
import { tablesIn } from '../backends/sqlite-driver.ts';
import { type ArchivedKind, kinds } from './format.ts';

/** How long a file that is locked for a moment is waited for, in ms. Nothing else goes on in this process meanwhile. */
const BUSY_MS = 5000;

/** An interaction's token is in a job's `reply`, in every version of the record. */
const REPLY = '$.value.data.reply';

/**
 * Writes the store as it is at this moment into a file that is empty. Others may write to the store meanwhile: nobody waits
 * for anybody, however long it takes. Throws what SQLite does.
 */
export function copyStore(path: string, into: string): void {
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  try {
    db.prepare('VACUUM INTO ?').run(into);
  } finally {
    db.close();
  }
}

/**
 * Takes the interaction tokens out of a copy that nobody else uses, and checks it. Answers with how many records are in it.
 * Throws StoreError when it is no sound copy of a store, else what SQLite does.
 */
export function finishCopy(path: string): number {
  const db = new DatabaseSync(path);
  try {
    // What is taken out is overwritten, and a journal would hold it once more.
    db.exec('PRAGMA secure_delete = ON; PRAGMA journal_mode = OFF');
    const there = tablesIn(db);
    if (!there.has('open')) throw new StoreError('STORE_URL names a SQLite file that is no store of Darkroom.');
    const kept = kinds.filter((kind) => there.has(kind));
    for (const kind of kept) if (kind === 'open' || kind === 'jobs') forgetTokens(db, kind);
    const check = db.prepare('PRAGMA quick_check(1)').get();
    if (check?.quick_check !== 'ok') throw new StoreError('The copy of the store is not sound: look at the disk.');
    return kept.reduce((sum, kind) => sum + count(db, kind), 0);
  } finally {
    db.close();
  }
}

function forgetTokens(db: DatabaseSync, kind: ArchivedKind): void {
  db.prepare(
    `UPDATE "${kind}" SET value = json_set(value, '${REPLY}', NULL)
     WHERE CASE WHEN json_valid(value) THEN json_type(value, '${REPLY}') END = 'object'`,
  ).run();
}

function count(db: DatabaseSync, kind: ArchivedKind): number {
  return Number(db.prepare(`SELECT count(*) AS records FROM "${kind}" WHERE namespace = ''`).get()?.records);
}
