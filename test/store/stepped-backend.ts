import type { Backend, BackendTable } from '../../src/store/backends/types.ts';

/** Does one thing that a backend is asked to do; whoever steps may do something before, after or instead. `sizeOf` is in characters. */
export type Step = <T>(work: () => Promise<T>, sizeOf: (done: T) => number) => Promise<T>;

const nothing = () => 0;

/** A backend of which everything that is read or written of single rows is a step. */
export function steppedBackend(backend: Pick<Backend, 'table'>, step: Step): Pick<Backend, 'table'> {
  return {
    async table(kind) {
      const table = await backend.table(kind);
      const { adapter } = table;
      const stepped: BackendTable = {
        ...table,
        adapter: {
          ...(adapter.capabilities && { capabilities: adapter.capabilities }),
          disconnect: () => adapter.disconnect?.() ?? Promise.resolve(),
          set: (key, value, ttl) =>
            step(
              () => adapter.set(key, value, ttl),
              () => JSON.stringify(value).length,
            ),
          delete: (key) => step(() => adapter.delete(key), nothing),
        },
        find: (key) =>
          step(
            () => table.find(key),
            (found) => JSON.stringify(found ?? '').length,
          ),
        insert: (key, text, ...rest) =>
          step(
            () => table.insert(key, text, ...rest),
            () => text.length,
          ),
        replace: (key, from, to, ...rest) =>
          step(
            () => table.replace(key, from, to, ...rest),
            () => from.length + (to?.length ?? 0),
          ),
      };
      return stepped;
    },
  };
}
