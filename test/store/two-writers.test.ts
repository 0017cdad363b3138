import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startScript } from './child-process.ts';
import { receivedJob } from './sample-records.ts';
import { openTestStore, sqliteUrl, temporaryFolder } from './test-store.ts';

const WRITERS = 8;
const TIMES = 25;

test('of what sixteen writers in two processes change in one file at once, no change is lost', async () => {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('10'));
  const go = join(temporaryFolder(), 'go');
  const processes = ['one', 'other'].map((name) =>
    startScript('counting-writer.ts', url, name, go, `${WRITERS}`, `${TIMES}`),
  );
  expect(await Promise.all(processes.map((one) => one.line()))).toEqual(['ready', 'ready']);
  writeFileSync(go, '');
  expect(await Promise.all(processes.map((one) => one.line()))).toEqual(['done', 'done']);
  const all = 2 * WRITERS * TIMES;
  expect(await store.members.settings('3')).toMatchObject({ stylize: all });
  expect((await store.jobs.get('10'))?.furtherTasks).toHaveLength(all);
  expect((await store.accounts.get('g:1', '2026-11')).held).toHaveLength(all);
});
