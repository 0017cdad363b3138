import { KeyvMemoryAdapter } from 'keyv';
import { z } from 'zod';
import type { Backend, BackendTable, Found, Row } from './types.ts';

/** What Keyv's adapter keeps under a key. */
const Kept = z.object({ value: z.unknown(), expires: z.number().optional() });

function createTable(): BackendTable {
  const map = new Map<string, unknown>();
  const adapter = new KeyvMemoryAdapter(map);

  function find(key: string): Found | undefined {
    const kept = map.get(key);
    if (kept === undefined) return undefined;
    const { value, expires } = Kept.parse(kept);
    return { value, expires: expires ?? null };
  }

  /** A row that has not expired. */
  function living(key: string, past: number): Found | undefined {
    const found = find(key);
    return found && (found.expires === null || found.expires > past) ? found : undefined;
  }

  return {
    adapter,
    find: async (key) => find(key),
    insert: async (key, text, expires, past) => !living(key, past) && adapter.set(key, text, expires),
    async replace(key, from, to, expires, past) {
      if (living(key, past)?.value !== from) return false;
      return to === null ? map.delete(key) : adapter.set(key, to, expires);
    },
    async *rows(past): AsyncGenerator<Row> {
      for (const key of [...map.keys()]) {
        const found = living(key, past);
        if (found) yield { key, value: found.value };
      }
    },
    async *keys(past) {
      for (const key of [...map.keys()]) if (living(key, past)) yield key;
    },
    async sweep(past) {
      for (const key of [...map.keys()]) if (!living(key, past)) map.delete(key);
    },
  };
}

/** A backend that forgets everything when the process ends. For tests and for trying Darkroom out. */
export function openMemory(): Backend {
  return { table: async () => createTable(), verify: async () => undefined };
}
