import { z } from 'zod';
import type { Kind } from '../types.ts';
import type { PostgresCalls, Query } from './connection.ts';

/** The schema that all tables are in: one dump of it is the whole store. */
export const SCHEMA = 'darkroom';

/** How long a table may take to be made, with those that others make at the same time, in ms. */
const MAKE_MS = 5_000;
/** Two processes that start at once must not both make the tables: a number that nothing else uses. */
const LOCK = 6_173_940_281;

/**
 * Makes the table of a kind. One that is there is not touched: even "if not exists" would wait for whoever reads it for long, and let
 * others wait. Rejects as the calls do.
 */
export async function makeTable({ query, run }: PostgresCalls, kind: Kind): Promise<void> {
  if (await isThere(query, kind)) return;
  const schemas = await query('SELECT to_regnamespace($1) IS NOT NULL AS there', [SCHEMA], MAKE_MS);
  const schema = There.parse(schemas)[0].there ? '' : `CREATE SCHEMA IF NOT EXISTS ${SCHEMA};`;
  await run(`SELECT pg_advisory_xact_lock(${LOCK}); ${schema} ${tableSql(kind)}`, MAKE_MS);
}

const There = z.tuple([z.object({ there: z.boolean() })]);

/** Whether there is a table for a kind. Rejects as the query does. */
export async function isThere(query: Query, kind: Kind): Promise<boolean> {
  const rows = await query('SELECT to_regclass($1) IS NOT NULL AS there', [`${SCHEMA}."${kind}"`], MAKE_MS);
  return There.parse(rows)[0].there;
}

/**
 * Keys are compared by their bytes: a language's order may take two for one. Times are Unix ms, as numbers that may also be
 * endless.
 */
function tableSql(kind: Kind): string {
  return `CREATE TABLE IF NOT EXISTS ${SCHEMA}."${kind}" (key text COLLATE "C" PRIMARY KEY, value text, expires double precision);
    CREATE INDEX IF NOT EXISTS "${kind}_expires" ON ${SCHEMA}."${kind}" (expires) WHERE expires IS NOT NULL;`;
}
