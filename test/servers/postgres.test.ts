import { expect, test } from 'vitest';
import { hasPostgres, startPostgres } from './postgres.ts';

test.skipIf(!hasPostgres())('a PostgreSQL for tests keeps what it has acknowledged, however it ends', async () => {
  const server = await startPostgres();
  const url = await server.database();
  await server.ask(url, 'CREATE TABLE kept (n int)');
  for (const end of [server.stop, server.kill]) {
    await server.ask(url, 'INSERT INTO kept VALUES (1)');
    await end();
    await expect(server.ask(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await server.restart();
  }
  expect(await server.ask(url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 2 }]);
  server.pause();
  await expect(server.ask(url, 'SELECT 1')).rejects.toThrow(/timeout/);
  server.resume();
  expect(await server.ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
