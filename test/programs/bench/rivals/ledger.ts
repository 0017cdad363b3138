import { fdatasync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { promisify } from 'node:util';

const toDisk = promisify(fdatasync);

/** Characters that Darkroom writes of each, at its least. */
const SIZES = { interaction: 101, list: 500, received: 1_118, claim: 91, account: 2_300, shown: 1_230, answered: 110 };
const ACCOUNTS = ['member', 'server', 'bot'];

/**
 * Writes of gestures what Darkroom writes, as large and in the same steps, into tables of the same shape, and nothing else: no record is
 * checked, none is made into text. The least that it takes to outlive a death between any two steps.
 */
export function createLedger(path: string) {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  for (const table of ['interactions', 'indexes', 'open', 'claims', 'accounts']) {
    db.exec(
      `CREATE TABLE ${table} (key VARCHAR(255) NOT NULL, value TEXT, namespace VARCHAR(255) NOT NULL DEFAULT '',
      expires BIGINT DEFAULT NULL, UNIQUE (key, namespace));
      CREATE INDEX ${table}_expires ON ${table} (expires) WHERE expires IS NOT NULL`,
    );
  }
  const log = openSync(`${path}-wal`, 'r+');
  const last = new Map<string, string>();

  function statement(sql: string): (...values: SQLInputValue[]) => void {
    const prepared = db.prepare(sql);
    return (...values) => void prepared.all(...values);
  }
  const insertInto = (table: string) =>
    statement(
      `INSERT INTO ${table} (key, value, expires) VALUES (?, ?, ?) ON CONFLICT (key, namespace) DO NOTHING RETURNING key`,
    );
  const changeIn = (table: string) =>
    statement(`UPDATE ${table} SET value = ? WHERE key = ? AND namespace = '' AND value = ? RETURNING key`);
  const additions = {
    interactions: insertInto('interactions'),
    indexes: insertInto('indexes'),
    open: insertInto('open'),
    claims: insertInto('claims'),
    accounts: insertInto('accounts'),
  };
  const changes = {
    interactions: changeIn('interactions'),
    indexes: changeIn('indexes'),
    open: changeIn('open'),
    accounts: changeIn('accounts'),
  };

  let count = 0;
  function text(size: number): string {
    count += 1;
    return String(count).padStart(size, 'x');
  }

  function add(table: keyof typeof additions, key: string, size: number, expires: number | null = null): void {
    const value = text(size);
    additions[table](key, value, expires);
    last.set(`${table} ${key}`, value);
  }

  function change(table: keyof typeof changes, key: string, size: number): void {
    const before = last.get(`${table} ${key}`);
    if (before === undefined) add(table, key, size);
    else {
      const value = text(size);
      changes[table](value, key, before);
      last.set(`${table} ${key}`, value);
    }
  }

  /** Others have their turn between two steps, as they have where each is waited for. */
  async function inSteps(steps: readonly (() => void)[]): Promise<void> {
    for (const step of steps) {
      step();
      await null;
    }
  }

  return {
    /** What is written before anybody is answered. */
    begin: (id: string, memberId: string) =>
      inSteps([
        () => add('interactions', id, SIZES.interaction, Date.now() + 900_000),
        () => change('indexes', memberId, SIZES.list),
        () => add('open', id, SIZES.received),
        () => add('claims', id, SIZES.claim, Date.now() + 900_000),
        ...ACCOUNTS.map((name) => () => change('accounts', name === 'member' ? memberId : name, SIZES.account)),
      ]),
    /** What is written as soon as somebody is answered. */
    show: (id: string) =>
      inSteps([() => change('interactions', id, SIZES.answered), () => change('open', id, SIZES.shown)]),
    /** What is written, and on the disk, before anything is submitted. */
    async submit(id: string): Promise<void> {
      change('open', id, SIZES.shown);
      await toDisk(log);
    },
  };
}
