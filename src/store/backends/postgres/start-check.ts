import { z } from 'zod';
import { SetupError } from '../../../domain/failures/errors.ts';
import { compareClocks } from '../server-clock.ts';
import type { Query } from './connection.ts';
import { SCHEMA } from './schema.ts';

/** The oldest PostgreSQL that is tried. */
const OLDEST = 13;

const Facts = z.tuple([
  z.object({
    version: z.number(),
    encoding: z.string(),
    standby: z.boolean(),
    fsync: z.string(),
    allowed: z.boolean(),
    now: z.number(),
  }),
]);

/**
 * Whether a PostgreSQL keeps what it is given, and what is worth knowing of it. `name` is how it is called, `now` our time in Unix
 * ms, `ms` how long it may take. Throws SetupError with what is to be changed, and as the query does.
 */
export async function checkPostgres(
  query: Query,
  name: string,
  now: () => number,
  ms: number,
): Promise<readonly string[]> {
  const since = now();
  const rows = await query(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
       pg_is_in_recovery() AS standby, current_setting('fsync') AS fsync,
       has_database_privilege(current_database(), 'CREATE')
         AND coalesce(has_schema_privilege(to_regnamespace($1)::oid, 'USAGE'), true) AS allowed,
       extract(epoch FROM clock_timestamp())::double precision * 1000 AS now`,
    [SCHEMA],
    ms,
  );
  const until = now();
  const [facts] = Facts.parse(rows);
  const major = Math.floor(facts.version / 10_000);
  if (major < OLDEST) throw refusal(`The store ${name} is in PostgreSQL ${major}: Darkroom needs ${OLDEST} or newer.`);
  if (facts.standby)
    throw refusal(`The store ${name} is in a standby, which cannot be written to: let STORE_URL name its primary.`);
  if (facts.encoding !== 'UTF8') {
    throw refusal(
      `The store ${name} holds texts as ${facts.encoding}: make a database with ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
  if (!facts.allowed) {
    throw refusal(
      `The store ${name} is closed to its user: let its owner GRANT CREATE ON DATABASE to that user, who has to own the schema ${SCHEMA} if there is one.`,
    );
  }
  const fsync =
    facts.fsync === 'on' ? null : `a power cut may damage ${name}: its PostgreSQL runs with fsync off, set it on`;
  return [compareClocks(name, facts.now, until, until - since), fsync].filter((note) => note !== null);
}

function refusal(sentence: string): SetupError {
  return new SetupError(sentence, { needsPerson: true });
}
