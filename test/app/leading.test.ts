import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLeading } from '../../src/app/leading.ts';
import { openCluster } from '../../src/cluster/cluster.ts';
import { addressOf } from '../cluster/meeting-place.ts';
import { silentLog } from '../store/sample-records.ts';
import { temporaryFolder } from '../store/test-store.ts';

/** A process on a store in a folder; `resume` is how it takes over what is open. */
async function member(folder: string, id: string, resume: () => Promise<() => void>) {
  const address = addressOf({ kind: 'sqlite', folder });
  const cluster = await openCluster({ address, id, log: silentLog, signal: new AbortController().signal });
  onTestFinished(cluster.close);
  const engine = { look: async () => undefined, heard: async () => undefined, rest: async () => undefined, resume };
  return createLeading({ engine, cluster, wake: () => undefined, log: silentLog });
}

test('a start goes on where it could not take over what is open and another process does that instead', async () => {
  const folder = join(temporaryFolder(), 'shared');
  const fault = Promise.withResolvers<void>();
  const first = await member(folder, 'first', async () => {
    await fault.promise;
    throw new Error('the store is busy');
  });
  const second = await member(folder, 'second', async () => () => undefined);
  const begun = first.begin();
  await second.begin();
  expect(first.isLeading()).toBe(true);
  fault.resolve();
  await begun;
  await vi.waitFor(() => expect(second.isLeading()).toBe(true), 10_000);
  expect(first.isLeading()).toBe(false);
});
