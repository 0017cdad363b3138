import pg from 'pg';
import { z } from 'zod';
import { type ServerAddress, storeName } from '../../../lib/store-address.ts';
import { openMemory } from '../memory.ts';
import { createUsers } from '../server-rows.ts';
import type { Backend, Kind, OpenParts } from '../types.ts';
import { connectionConfig, connectPostgres, nameOf, type PostgresCalls, type Query } from './connection.ts';
import { checkPostgres } from './start-check.ts';
import { postgresTable, SCHEMA, tableSql } from './table.ts';

/** How long a start waits for each answer, and whoever only looks, in ms. */
const [START_MS, LOOK_MS] = [5_000, 3_000];
/** How many connections one process may have. */
const SIZE = 8;
/** Two processes that start at once must not both make the tables: a number that nothing else uses. */
const LOCK = 6_173_940_281;

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

/** A table that is there is not touched: even "if not exists" would wait for whoever reads it for long, and let others wait. */
async function makeTable({ query, run }: PostgresCalls, kind: Kind): Promise<void> {
  if (await isThere(query, kind)) return;
  const schemas = await query('SELECT to_regnamespace($1) IS NOT NULL AS there', [SCHEMA], START_MS);
  const schema = There.parse(schemas)[0].there ? '' : `CREATE SCHEMA IF NOT EXISTS ${SCHEMA};`;
  await run(`SELECT pg_advisory_xact_lock(${LOCK}); ${schema} ${tableSql(kind)}`, START_MS);
}

const There = z.tuple([z.object({ there: z.boolean() })]);

async function isThere(query: Query, kind: Kind): Promise<boolean> {
  const rows = await query('SELECT to_regclass($1) IS NOT NULL AS there', [`${SCHEMA}."${kind}"`], START_MS);
  return There.parse(rows)[0].there;
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
