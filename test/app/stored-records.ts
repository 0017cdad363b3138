import { z } from 'zod';
import { storeFile } from '../store/store-file.ts';
import type { Fixture } from './fixture.ts';

const Stored = z.object({ value: z.looseObject({ data: z.record(z.string(), z.unknown()) }) }).loose();

/** The bot's records behind its back. Edit them only while no bot runs. */
export function records({ env, onTestFinished }: Fixture) {
  const file = storeFile(env.STORE_URL ?? '', onTestFinished);
  const read = (table: string, key: string) => {
    const text = file.textOf(table, key);
    return text === null ? null : Stored.parse(JSON.parse(text));
  };
  return {
    ...file,
    /** Where a job stands and what it knows; null when there is none. */
    job: (id: string) => (read('open', id) ?? read('jobs', id))?.value.data ?? null,
    /** What the managers of a server have decided; null when they have decided nothing. */
    policy: (guildId: string) => read('policies', guildId)?.value.data ?? null,
    /** Changes some fields of a record. Throws when there is none. */
    edit(table: string, key: string, change: (data: Record<string, unknown>) => object): void {
      const cell = read(table, key);
      if (!cell) throw new Error(`there is no ${key} in ${table}`);
      const data = { ...cell.value.data, ...change(cell.value.data) };
      const text = JSON.stringify({ ...cell, value: { ...cell.value, data } });
      file.run(`UPDATE "${table}" SET value = ? WHERE key = ?`, text, key);
    },
  };
}
