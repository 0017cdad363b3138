import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Processes, ProcessRecord } from '../../domain/ports/store.ts';
import type { Table } from '../tables/table.ts';

/** One record for each process on the store. */
export function createProcesses(table: Table<ProcessRecord>): Processes {
  const all = () => processesIn(table);

  return {
    async report(self) {
      await table.put(self.id, self);
      return all();
    },
    all,
    remove: (id) => table.delete(id),
  };
}

/** The processes that are written down in a table. Throws StoreError. */
export async function processesIn(table: Pick<Table<ProcessRecord>, 'rows'>): Promise<readonly ProcessRecord[]> {
  const rows = await Array.fromAsync(table.rows());
  return rows.flatMap((row) => (row instanceof DamagedRecord ? [] : [row]));
}
