import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openMemory } from '../../../src/store/backends/memory.ts';
import { openSqlite } from '../../../src/store/backends/sqlite.ts';
import { silentLog } from '../sample-records.ts';
import { temporaryFolder } from '../test-store.ts';
import { tableContract } from './table-contract.ts';

const openFile = (folder: string) => openSqlite(join(folder, 'store.sqlite'), silentLog);

tableContract('memory', async () => openMemory());
tableContract('sqlite', () => openFile(temporaryFolder()));

test('what one connection has replaced is not replaced by another that has not seen it', async () => {
  const folder = temporaryFolder();
  const [one, other] = [await (await openFile(folder)).table('open'), await (await openFile(folder)).table('open')];
  await one.insert('k', 'first', undefined, 0);
  expect(await other.find('k')).toEqual({ value: 'first', expires: null });
  expect(await one.replace('k', 'first', 'second', undefined, 0)).toBe(true);
  expect(await other.replace('k', 'first', 'third', undefined, 0)).toBe(false);
  expect(await other.replace('k', 'second', 'third', undefined, 0)).toBe(true);
  expect(await one.find('k')).toEqual({ value: 'third', expires: null });
});
