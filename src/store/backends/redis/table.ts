import { CALL_MS, PAGE_MS } from '../server-calls.ts';
import { rowWriter } from '../server-rows.ts';
import type { BackendTable, Found, Kind, Row } from '../types.ts';
import { type RedisCalls, type RedisClient, runScript } from './connection.ts';
import { decodeRow, encodeRow, scoreOf, timeOf } from './row-text.ts';
import { insertScript, removeScript, replaceScript, type Script, sweepScript, writeScript } from './scripts.ts';

/** Work on many rows asks for so many at a time, and work on keys alone. */
const [ROWS_AT_ONCE, KEYS_AT_ONCE] = [250, 2_000];

type Parts = {
  readonly kind: Kind;
  readonly calls: RedisCalls;
  readonly close: () => Promise<void>;
};

/**
 * The rows of one kind: the texts `darkroom:<kind>:<key>`, and their index `darkroom:<kind>`, a sorted set of their keys by
 * when they end.
 */
export function redisTable({ kind, calls, close }: Parts): BackendTable {
  const index = `darkroom:${kind}`;
  const prefix = `${index}:`;

  function change(script: Script, key: string, ...args: readonly string[]): Promise<number> {
    return calls.call(CALL_MS, (client) => runScript(client, script, [`${prefix}${key}`, index], [key, ...args]));
  }

  /** A walk through a set may come by the same key twice when that shrinks meanwhile. */
  async function* pages(past: number, count: number): AsyncGenerator<readonly string[]> {
    const seen = new Set<string>();
    let cursor = '0';
    do {
      const page = await calls.call(PAGE_MS, (client) => client.zScan(index, cursor, { COUNT: count }));
      cursor = String(page.cursor);
      const fresh = page.members.filter(({ value, score }) => score > past && !seen.has(value));
      for (const { value } of fresh) seen.add(value);
      yield fresh.map(({ value }) => value);
    } while (cursor !== '0');
  }

  return {
    adapter: rowWriter({
      async set(key, text, expires) {
        await change(writeScript, key, encodeRow(text, expires), scoreOf(expires));
      },
      delete: async (key) => (await change(removeScript, key)) > 0,
      close,
    }),
    find: (key) => calls.call(CALL_MS, (client) => find(client, `${prefix}${key}`)),
    insert: async (key, text, expires, past) =>
      (await change(insertScript, key, encodeRow(text, expires), scoreOf(expires), timeOf(past))) === 1,
    async replace(key, from, to, expires, past) {
      const row = to === null ? '' : encodeRow(to, expires);
      return (await change(replaceScript, key, row, scoreOf(expires), timeOf(past), from)) === 1;
    },
    async *rows(past): AsyncGenerator<Row> {
      for await (const page of pages(past, ROWS_AT_ONCE)) {
        const found = await calls.call(PAGE_MS, (client) => findAll(client, prefix, page));
        for (const [at, key] of page.entries()) {
          const row = found[at];
          if (row && (row.expires === null || row.expires > past)) yield { key, value: row.value };
        }
      }
    },
    async *keys(past) {
      for await (const page of pages(past, KEYS_AT_ONCE)) yield* page;
    },
    async sweep(past) {
      const args = [timeOf(past), prefix, String(ROWS_AT_ONCE)];
      while ((await calls.call(PAGE_MS, (client) => runScript(client, sweepScript, [index], args))) === ROWS_AT_ONCE);
    },
  };
}

async function find(client: RedisClient, name: string): Promise<Found | undefined> {
  try {
    const row = await client.get(name);
    return row === null ? undefined : decodeRow(row);
  } catch (error) {
    // Somebody has put a list or the like there: a damaged row.
    if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return { value: null, expires: null };
    throw error;
  }
}

async function findAll(
  client: RedisClient,
  prefix: string,
  keys: readonly string[],
): Promise<readonly (Found | undefined)[]> {
  const names = keys.map((key) => `${prefix}${key}`);
  if (names.length === 0) return [];
  const rows = await client.mGet(names);
  // For what is no text Redis says that there is nothing.
  return Promise.all(rows.map((row, at) => (row === null ? find(client, names[at] ?? '') : decodeRow(row))));
}
