import { KeyvMemoryAdapter } from 'keyv';
import type { Backend, BackendTable, Row } from './types.ts';

function createTable(): BackendTable {
  const map = new Map<string, unknown>();
  const adapter = new KeyvMemoryAdapter(map);
  return {
    adapter,
    async insert(key, text, expires) {
      return !(await adapter.has(key)) && (await adapter.set(key, text, expires));
    },
    async *rows(): AsyncGenerator<Row> {
      for (const key of [...map.keys()]) {
        const value = await adapter.get(key);
        if (value !== undefined) yield { key, value };
      }
    },
    async sweep() {
      // Asking for an expired row is what makes this adapter drop it.
      for (const key of map.keys()) await adapter.has(key);
    },
  };
}

/** Forgets everything when the process ends; for tests and for trying things out. */
export function openMemory(): Backend {
  return { table: async () => createTable(), verify: async () => undefined };
}
