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
      // This adapter drops an expired row when it is asked for it.
      for (const key of map.keys()) await adapter.has(key);
    },
  };
}

/** A backend that forgets everything when the process ends. For tests and for trying Darkroom out. */
export function openMemory(): Backend {
  return { table: async () => createTable(), verify: async () => undefined };
}
