import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { DamagedRecord } from '../../src/domain/failures/errors.ts';
import { hasPostgres, startPostgres } from '../servers/postgres.ts';
import { hasRedis, startRedis } from '../servers/redis.ts';
import { place, receivedJob } from './sample-records.ts';
import { listAll, openTestStore } from './test-store.ts';

type Store = Awaited<ReturnType<typeof openTestStore>>;

/** What holds for a store with a sound job, and a job, a list and a claim that somebody has damaged. */
async function expectOnlyDamaged(store: Store): Promise<void> {
  const { jobs, tasks, claims } = store;
  const listed = await listAll(jobs.open());
  expect(listed.filter((job) => !(job instanceof DamagedRecord))).toEqual([receivedJob('10')]);
  expect(listed).toHaveLength(2);
  await expect(jobs.get('11')).rejects.toThrow(DamagedRecord);
  await expect(tasks.places('t')).rejects.toThrow(DamagedRecord);
  await expect(claims.claim('k', '12')).rejects.toThrow(DamagedRecord);
  expect(await jobs.add(receivedJob('11'))).toBe(false);
  expect(await jobs.get('10')).toEqual(receivedJob('10'));
  await store.sweep();
  await expect(jobs.get('11')).rejects.toThrow(DamagedRecord);
}

async function filled(url: string): Promise<Store> {
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('10'));
  await store.jobs.add(receivedJob('11'));
  await store.tasks.addPlace('t', place('20'));
  await store.claims.claim('k', '10');
  return store;
}

test.skipIf(!hasRedis())(
  'what somebody has damaged in Redis is told as damaged, and nothing else is touched',
  async () => {
    const { url } = await startRedis();
    const store = await filled(url);
    const client = await createClient({ url }).connect();
    onTestFinished(() => client.destroy());
    await client.set('darkroom:open:11', 'no record at all');
    await client.del('darkroom:tasks:t');
    await client.lPush('darkroom:tasks:t', 'a list');
    await client.set('darkroom:claims:k', Buffer.from([0xff, 0xfe]));
    // What another program keeps in the same database is not ours.
    await client.set('darkroom', 'theirs');
    await client.set('other:open:12', 'theirs');
    await expectOnlyDamaged(store);
    expect(await client.get('other:open:12')).toBe('theirs');
  },
);

test.skipIf(!hasPostgres())(
  'what somebody has damaged in PostgreSQL is told as damaged, and nothing else is touched',
  async () => {
    const { url, ask } = await startPostgres();
    const store = await filled(url);
    await ask(url, "UPDATE darkroom.open SET value = 'no record at all' WHERE key = '11'");
    await ask(url, "UPDATE darkroom.tasks SET value = NULL WHERE key = 't'");
    await ask(url, "UPDATE darkroom.claims SET value = '{}', expires = 'Infinity' WHERE key = 'k'");
    await expectOnlyDamaged(store);
  },
);
