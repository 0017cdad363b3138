import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { startScript } from './child-process.ts';
import { receivedJob } from './sample-records.ts';
import { openTestStore, sqliteUrl, temporaryFolder } from './test-store.ts';

const WRITERS = 8;
const TIMES = 25;
/** A PostgreSQL waits for its disk at each, one after another in one row. */
const DURABLE_TIMES = 6;

async function expectNoneLost(url: string, times: number): Promise<void> {
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('10'));
  const go = join(temporaryFolder(), 'go');
  const processes = ['one', 'other'].map((name) =>
    startScript('counting-writer.ts', url, name, go, `${WRITERS}`, `${times}`),
  );
  expect(await Promise.all(processes.map((one) => one.line()))).toEqual(['ready', 'ready']);
  writeFileSync(go, '');
  expect(await Promise.all(processes.map((one) => one.line()))).toEqual(['done', 'done']);
  const all = 2 * WRITERS * times;
  expect(await store.members.settings('3')).toMatchObject({ stylize: all });
  expect((await store.jobs.get('10'))?.furtherTasks).toHaveLength(all);
  expect((await store.accounts.whole('g:1', '2026-11')).held).toHaveLength(all);
}

test('of what sixteen writers in two processes change in one file at once, no change is lost', () =>
  expectNoneLost(sqliteUrl(), TIMES));

test.skipIf(!hasRedis())('nor is any of it in a Redis', async () => expectNoneLost((await startRedis()).url, TIMES));

test.skipIf(!hasPostgres())('nor is any of it in a PostgreSQL', async () =>
  expectNoneLost((await startPostgres()).url, DURABLE_TIMES),
);
