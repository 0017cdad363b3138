import { DatabaseSync } from 'node:sqlite';
import { tablesIn } from '../backends/sqlite-driver.ts';
import { type ArchivedKind, kinds } from '../tables/kinds.ts';

/** How long a file that is locked for a moment is waited for, in ms. Nothing else goes on in this process meanwhile. */
const BUSY_MS = 5000;

/** An interaction's token is in a job's `reply`, in every version of the record. */
const REPLY = '$.value.data.reply';

/**
 * Writes a store as it is at this moment into a file that is empty. Others may write to the store meanwhile: nobody waits
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

/** What is wrong with a copy: another program wrote it, or the disk has damaged it. */
export type CopyTrouble = 'foreign' | 'unsound';

/**
 * Takes the interaction tokens out of a copy that nobody else uses, and checks it. Answers with how many records are in it, or
 * with what is wrong with it. Throws what SQLite does.
 */
export function finishCopy(path: string): number | CopyTrouble {
  const db = new DatabaseSync(path);
  try {
    // What is taken out is overwritten, and a journal would hold it once more.
    db.exec('PRAGMA secure_delete = ON; PRAGMA journal_mode = OFF');
    const there = tablesIn(db);
    if (!there.has('open')) return 'foreign';
    const kept = kinds.filter((kind) => there.has(kind));
    for (const kind of kept) if (kind === 'open' || kind === 'jobs') forgetTokens(db, kind);
    const check = db.prepare('PRAGMA quick_check(1)').get();
    if (check?.quick_check !== 'ok') return 'unsound';
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
