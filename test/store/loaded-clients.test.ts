import { expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { startScript } from './child-process.ts';
import { sqliteUrl } from './test-store.ts';

test('a store in a file loads no client of a server', async () => {
  expect(await startScript('loaded-clients.ts', sqliteUrl()).line()).toBe('none');
});

test.skipIf(!hasRedis())('a store on Redis loads its client, and no other', async () => {
  expect(await startScript('loaded-clients.ts', (await startRedis()).url).line()).toBe('redis');
});

test.skipIf(!hasPostgres())('a store on PostgreSQL loads its client, and no other', async () => {
  expect(await startScript('loaded-clients.ts', (await startPostgres()).url).line()).toBe('pg');
});
