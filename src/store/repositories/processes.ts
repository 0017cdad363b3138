import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Processes, ProcessRecord } from '../../domain/ports/store.ts';
import type { Table } from '../tables/table.ts';

/** One record for each process on the store. */
export function createProcesses(table: Table<ProcessRecord>): Processes {
  async function all(): Promise<readonly ProcessRecord[]> {
    const rows = await Array.fromAsync(table.rows());
    return rows.flatMap((row) => (row instanceof DamagedRecord ? [] : [row]));
  }

  return {
    async report(self) {
      await table.put(self.id, self);
      return all();
    },
    all,
    remove: (id) => table.delete(id),
  };
}
