import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Job } from '../../../src/domain/job/job.ts';
import { createGroupCommit } from '../../../src/store/backends/group-commit.ts';
import { createJobs } from '../../../src/store/repositories/jobs.ts';
import type { Table } from '../../../src/store/tables/table.ts';
import { sampleClock } from '../../sample-clock.ts';
import { place, receivedJob, silentLog } from '../sample-records.ts';

function table(onPut: () => void): Table<Job> {
  return {
    get: async () => undefined,
    isStill: async () => undefined,
    renew: async () => false,
    entries: async function* () {},
    keys: async function* () {},
    restore: async () => 'written',
    has: async () => false,
    change: async () => undefined,
    rewrite: async () => undefined,
    put: async () => undefined,
    async replace() {
      onPut();
      return true;
    },
    insert: async () => true,
    delete: async () => undefined,
    async *rows() {},
    sweep: async () => undefined,
    close: async () => undefined,
  };
}

test('calls within one turn of the event loop share one write, and a later call has its own', async () => {
  let writes = 0;
  const commit = createGroupCommit(async () => {
    writes += 1;
  });
  await Promise.all([commit(), commit(), commit()]);
  expect(writes).toBe(1);
  await commit();
  expect(writes).toBe(2);
});

test('calls that come while one write is under way share the next, which begins when that one has ended', async () => {
  const ends: (() => void)[] = [];
  const commit = createGroupCommit(() => new Promise((resolve) => ends.push(resolve)));
  const first = commit();
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  const second = [commit(), nextTurn().then(commit), nextTurn().then(nextTurn).then(commit)];
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await first;
  await vi.waitFor(() => expect(ends).toHaveLength(2));
  ends[1]?.();
  await Promise.all(second);
  expect(ends).toHaveLength(2);
});

test('a write that fails rejects every call that shared it, and the next call writes again', async () => {
  let writes = 0;
  const commit = createGroupCommit(async () => {
    writes += 1;
    if (writes === 1) throw new Error('no');
  });
  const [one, other] = await Promise.allSettled([commit(), commit()]);
  expect([one?.status, other?.status]).toEqual(['rejected', 'rejected']);
  await expect(commit()).resolves.toBeUndefined();
});

test('a job is not submitted before the disk has its record; its other steps do not wait for the disk', async () => {
  const happened: string[] = [];
  const { promise: disk, resolve: finishWrite } = Promise.withResolvers<void>();
  const jobs = createJobs({
    open: table(() => happened.push('put')),
    settled: table(() => happened.push('settled')),
    commit: () => disk.then(() => void happened.push('committed')),
    clock: sampleClock(() => 0),
    log: silentLog,
  });
  const waiting = { ...receivedJob('1'), step: 'waiting', place: place('m'), notBefore: 0, refusals: 0 } as const;
  await jobs.replace(receivedJob('1'), waiting);
  const submitting = jobs
    .replace(waiting, { ...receivedJob('1'), step: 'submitting', place: place('m'), since: 1, attempt: 'a1' })
    .then(() => happened.push('submitting'));
  await nextTurn();
  expect(happened).toEqual(['put', 'put']);
  finishWrite();
  await submitting;
  expect(happened).toEqual(['put', 'put', 'committed', 'submitting']);
});
