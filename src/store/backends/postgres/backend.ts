import pg from 'pg';
import { type ServerAddress, storeName } from '../../../lib/store-address.ts';
import { openMemory } from '../memory.ts';
import { createUsers } from '../server-rows.ts';
import type { Backend, OpenParts } from '../types.ts';
import { connectionConfig, connectPostgres, nameOf, type Query } from './connection.ts';
import { isThere, makeTable } from './schema.ts';
import { checkPostgres } from './start-check.ts';
import { postgresTable } from './table.ts';

/** How long a start waits for each answer, and whoever only looks, in ms. */
const [START_MS, LOOK_MS] = [5_000, 3_000];
/** How many connections one process may have for its records. Those of BullMQ come on top. */
const SIZE = 8;

/** Looks at a PostgreSQL without writing to it. Throws SetupError with what is wrong with it, and an error when it cannot be reached. */
export async function lookAtPostgres(address: ServerAddress, now: () => number): Promise<readonly string[]> {
  const calls = connectPostgres(address.url, 1);
  try {
    return await checkPostgres(calls.query, storeName(address), now, LOOK_MS);
  } finally {
    await calls.close();
  }
}

/**
 * A backend in a database of PostgreSQL, with a table for each kind of record. Rejects when it cannot be used, and with SetupError
 * when it never can.
 */
export async function openPostgres(address: ServerAddress, { log, now }: OpenParts): Promise<Backend> {
  const calls = connectPostgres(address.url, SIZE);
  const users = createUsers(calls.close);
  try {
    for (const note of await checkPostgres(calls.query, storeName(address), now, START_MS)) log.warn({}, note);
  } catch (error) {
    await calls.close();
    throw error;
  }
  return {
    async table(kind) {
      const leave = users.join();
      try {
        await makeTable(calls, kind);
      } catch (error) {
        await leave();
        throw error;
      }
      return postgresTable({ kind, query: calls.query, close: leave });
    },
    verify: async () => undefined,
  };
}

/**
 * The records as they are at this moment, for reading only, while others may write to them. A kind of records that the database does
 * not know has none. Rejects when it cannot be reached.
 */
export async function readPostgres(address: ServerAddress): Promise<Backend> {
  const client = new pg.Client(connectionConfig(address.url));
  client.on('error', () => undefined);
  const users = createUsers(() => client.end());
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');

  const query: Query = async (sql, values) =>
    (await client.query({ name: nameOf(sql), text: sql, values: [...values] })).rows;
  const none = openMemory();
  return {
    async table(kind) {
      const table = postgresTable({ kind, query, close: users.join() });
      return (await isThere(query, kind)) ? table : { ...(await none.table(kind)), adapter: table.adapter };
    },
    verify: async () => undefined,
  };
}
