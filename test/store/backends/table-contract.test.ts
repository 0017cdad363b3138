import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStoreUrl } from '../../../src/lib/store-address.ts';
import { openBackend } from '../../../src/store/backends/backend.ts';
import { openMemory } from '../../../src/store/backends/memory.ts';
import { openSqlite } from '../../../src/store/backends/sqlite.ts';
import { hasPostgres } from '../../servers/postgres.ts';
import { hasRedis } from '../../servers/redis.ts';
import { silentLog } from '../sample-records.ts';
import { sharedPostgres, sharedRedis } from '../test-servers.ts';
import { temporaryFolder } from '../test-store.ts';
import { tableContract } from './table-contract.ts';

const openServer = (url: string) => openBackend(parseStoreUrl(url), { log: silentLog, now: Date.now });
const openFile = (folder: string) => openSqlite(join(folder, 'store.sqlite'), silentLog);

tableContract('memory', async () => openMemory());
tableContract('sqlite', () => openFile(temporaryFolder()));
describe.skipIf(!hasRedis())('on a server', () => {
  const { url } = sharedRedis();
  tableContract('redis', async () => openServer(await url()));
});
describe.skipIf(!hasPostgres())('on a server', () => {
  const { url } = sharedPostgres();
  tableContract('postgres', async () => openServer(await url()));
});

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
