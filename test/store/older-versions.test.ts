import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runStoreTool } from '../../src/store/archive/tool.ts';
import { storeFile } from './store-file.ts';
import { listAll, openTestStore, sqliteUrl, temporaryFolder } from './test-store.ts';

/** Records as Darkroom wrote them, of every version there ever was. Lines are only ever added. */
const written = join(import.meta.dirname, 'fixtures', 'records.jsonl');
/** The same, as this version reads and writes them. */
const read = join(import.meta.dirname, 'fixtures', 'records-today.jsonl');

const Line = z.object({ kind: z.string(), key: z.string(), stored: z.object({ v: z.number(), data: z.unknown() }) });

function recordsIn(file: string) {
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1, -1);
  return lines.map((line) => Line.parse(JSON.parse(line)));
}

/** A store whose rows are those of the fixtures, byte by byte. */
async function olderStore() {
  const url = sqliteUrl();
  await (await openTestStore({ url })).close();
  const file = storeFile(url);
  for (const { kind, key, stored } of recordsIn(written)) file.putRow(kind, key, JSON.stringify({ value: stored }));
  return url;
}

async function todayOf(url: string) {
  const copy = join(temporaryFolder(), 'copy.jsonl');
  const said: string[] = [];
  const say = (sentence: string) => void said.push(sentence);
  const code = await runStoreTool({ args: ['export', copy], storeUrl: url, retentionDays: 90, say });
  expect(code, said.join('\n')).toBe(0);
  return recordsIn(copy);
}

test('a store of every older version is read whole, and written as today’s', async () => {
  const today = await todayOf(await olderStore());
  expect(today).toHaveLength(recordsIn(written).length);
  const lines = today.map((record) => JSON.stringify(record));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(read);
});

test('there are fixtures of every kind and version', async () => {
  const today = await todayOf(await olderStore());
  const newest = new Map(today.map(({ kind, stored }) => [kind, stored.v]));
  const known = new Set(recordsIn(written).map(({ kind, stored }) => `${kind} ${stored.v}`));
  expect(newest.size).toBe(19);
  for (const [kind, version] of newest) {
    for (let v = 1; v <= version; v += 1)
      expect(known, 'add a line to fixtures/records.jsonl').toContain(`${kind} ${v}`);
  }
});

test('open jobs of an older version go on where they stood', async () => {
  const { jobs } = await openTestStore({ url: await olderStore() });
  const open = await listAll(jobs.open());
  const steps = open.map((job) => ('step' in job ? job.step : String(job)));
  expect(new Set(steps)).toEqual(
    new Set([
      ...['received', 'waiting', 'submitting', 'window', 'submittingModal'],
      ...['following', 'unknown', 'overdue', 'delivering'],
    ]),
  );
});

test('a key that a server brought to an older version can be read', async () => {
  const secretsKeys = ['a-secrets-key-that-only-tests-use'];
  const { keys } = await openTestStore({ url: await olderStore(), secretsKeys });
  expect(await keys.get('1101010101010101010')).toMatchObject({ host: 'api.example.org', key: 'sk-key-of-a-server' });
});
