import { expect, test, vi } from 'vitest';
import { lockStore } from '../../src/store/backends/lock.ts';
import { tool } from './archive/tool.ts';
import { startScript } from './child-process.ts';
import { listAll, openTestStore, sqliteUrl } from './test-store.ts';

test('every job that was acknowledged is there after SIGKILL', async () => {
  const url = sqliteUrl();
  const writer = startScript('record-writer.ts', url);
  await vi.waitFor(() => expect(writer.lines.length).toBeGreaterThan(300), { timeout: 20_000 });
  await writer.kill();
  expect(await tool(url, 'check')).toMatchObject({ code: 0 });
  expect(await lockStore(url, { waitMs: 0 })).not.toBeNull();
  const { jobs } = await openTestStore({ url });
  const kept = new Set((await listAll(jobs.open())).map((job) => ('id' in job ? job.id : 'damaged')));
  expect(writer.lines.filter((id) => !kept.has(id))).toEqual([]);
  // One job may have been written and not yet acknowledged.
  expect(kept.size - writer.lines.length).toBeLessThanOrEqual(1);
});
