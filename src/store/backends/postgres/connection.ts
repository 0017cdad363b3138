import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createServerCalls } from '../server-calls.ts';

/** The pause before each try to connect again, in ms. */
const RETRY_MS = 100;
/** How long a connection stays that nobody uses, in ms. */
const IDLE_MS = 60_000;
/** How long a connection waits for an answer that nobody may be waiting for any more, in ms. */
const LONGEST_MS = 5_000;

/** Runs a statement that PostgreSQL prepares once for each connection; the rows that it answers with. */
export type Query = (sql: string, values: readonly unknown[], ms: number) => Promise<readonly unknown[]>;

/** A few connections to PostgreSQL, opened when they are needed. */
export type PostgresCalls = {
  readonly query: Query;
  /** Runs several statements, separated by semicolons, all or none. */
  run(sql: string, ms: number): Promise<void>;
  close(): Promise<void>;
};

/**
 * The settings of one connection. Every write waits for the disk, whatever the server is set to: a database that is killed, or taken
 * over by its standby, has what was acknowledged. The address itself may bring its own `options`.
 */
export function connectionConfig(url: string): pg.ClientConfig {
  const address = new URL(url);
  const given = address.searchParams.get('options');
  const own = `-c synchronous_commit=on -c statement_timeout=${LONGEST_MS}`;
  address.searchParams.set('options', given === null ? own : `${given} ${own}`);
  return {
    connectionString: address.href,
    application_name: 'darkroom',
    keepAlive: true,
    // It counts while all connections are busy, too, which is no fault.
    connectionTimeoutMillis: LONGEST_MS,
    query_timeout: LONGEST_MS,
  };
}

/** Connects to PostgreSQL, by at most `size` connections at once, and again whenever one is lost. */
export function connectPostgres(url: string, size: number): PostgresCalls {
  type Connections = { readonly pool: pg.Pool; trouble: string | null };

  function open(): Connections {
    const pool = new pg.Pool({ ...connectionConfig(url), max: size, idleTimeoutMillis: IDLE_MS });
    // Without listeners a lost connection ends the process, one in use as well as an idle one. The pool opens another by itself.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    return { pool, trouble: null };
  }

  const calls = createServerCalls({
    open,
    // It ends when what is under way on it has ended, which nobody waits for.
    discard: async ({ pool }) => void pool.end().catch(() => undefined),
    troubleOf: ({ trouble }) => trouble,
  });

  async function run(ms: number, statement: pg.QueryConfig): Promise<readonly unknown[]> {
    return calls.call(ms, async (connections, signal) => {
      const client = await connected(connections.pool, signal, (trouble) => {
        connections.trouble = trouble;
      });
      try {
        // A connection may come when nobody waits for it any more.
        signal.throwIfAborted();
        const { rows } = await client.query(statement);
        client.release();
        return rows;
      } catch (error) {
        client.release(true);
        throw error;
      }
    });
  }

  return {
    query: (sql, values, ms) => run(ms, { name: nameOf(sql), text: sql, values: [...values] }),
    run: async (sql, ms) => void (await run(ms, { text: sql })),
    close: calls.close,
  };
}

/** A connection. Nothing was sent as long as there is none, so it is tried again, as in the moment in which a server starts. */
async function connected(
  pool: pg.Pool,
  signal: AbortSignal,
  tell: (trouble: string | null) => void,
): Promise<pg.PoolClient> {
  for (;;) {
    try {
      const client = await pool.connect();
      tell(null);
      return client;
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      tell(error.message);
      await delay(RETRY_MS, undefined, { signal });
    }
  }
}

/** The codes for a server that starts or stops (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const passing: ReadonlySet<unknown> = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET']);

function isPassing(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && passing.has(error.code);
}

const names = new Map<string, string>();

/** Each statement has a name of its own, by which a connection knows it again. */
export function nameOf(sql: string): string {
  const name = names.get(sql) ?? `darkroom_${names.size}`;
  names.set(sql, name);
  return name;
}
