import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { enter } from '../../../src/domain/job/job.ts';
import type { Stage } from '../../../src/domain/job/step.ts';
import { lockStore } from '../../../src/store/backends/lock.ts';
import { lockForWork } from '../../../src/store/backends/work-lock.ts';
import { startScript } from '../child-process.ts';
import { putJob } from '../put-job.ts';
import { place, receivedJob, settledJob } from '../sample-records.ts';
import { storeFile } from '../store-file.ts';
import { listAll, openTestStore, sqliteUrl, temporaryFolder } from '../test-store.ts';
import { tool } from './tool.ts';

const FORGOTTEN =
  'All that happened since the backup is forgotten: a button pressed since can be pressed, and charged, once more, credits used since can be used again, and members who were erased since are in the store again.';

const text = { prompt: 'a hat', mask: null };
const shown = { place: place('m'), notBefore: 0, refusals: 0 };
const task = { place: place('m'), taskId: 'task', since: 7 };
const accepted = { place: place('m'), taskId: 'task', acceptedAt: 7, modalSent: false };

/** A store with a claim of this name, and jobs in the steps given, and a backup of it. */
async function backedUp(claim: string, stages: Readonly<Record<string, Stage>> = {}) {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  await store.claims.claim(claim, '11');
  await putJob(store.jobs, settledJob('11'));
  for (const [id, stage] of Object.entries(stages)) await putJob(store.jobs, enter(receivedJob(id), stage));
  await store.close();
  const file = join(temporaryFolder(), 'copy.sqlite');
  expect(await tool(url, 'backup', file)).toMatchObject({ code: 0 });
  return { url, file, path: storeFile(url).path };
}

/** Whose a claim is in the store at this address. */
async function holder(url: string, claim: string): Promise<string> {
  const store = await openTestStore({ url });
  const by = await store.claims.claim(claim, 'nobody');
  await store.close();
  return by;
}

describe('a restore', () => {
  test('puts the backup back, and keeps all that the store had until a bot was killed on it', async () => {
    const { url, file, path } = await backedUp('backed up');
    const writer = startScript('archive/steady-writer.ts', url);
    await vi.waitFor(() => expect(writer.lines.length).toBeGreaterThan(40), { timeout: 10_000 });
    await writer.kill();
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);

    const kept = `${path}.before-restore`;
    const { code, said } = await tool(url, 'restore', file);
    expect(said.split('\n')).toEqual([
      `Restored ${file}: 1 MB, 2 records, checked.`,
      `The store that was here is kept as ${kept}.`,
      FORGOTTEN,
    ]);
    expect(code).toBe(0);
    expect(readdirSync(dirname(path)).sort()).toEqual([
      'store.sqlite',
      'store.sqlite.before-restore',
      'store.sqlite.lock',
      'store.sqlite.work',
    ]);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    const { jobs, claims } = await openTestStore({ url });
    expect(await listAll(jobs.open())).toEqual([]);
    expect(await claims.claim('backed up', 'nobody')).toBe('11');

    const before = await openTestStore({ url: `sqlite:${kept}` });
    const ids = new Set((await listAll(before.jobs.open())).map((job) => ('id' in job ? job.id : 'damaged')));
    expect(writer.lines.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('leaves no job that would be bought by itself, and lets all others go on', async () => {
    const outcome = { kind: 'failed', reason: { kind: 'taskLost' } } as const;
    const goingOn: Readonly<Record<string, Stage>> = {
      20: { step: 'window', ...task, notBefore: 0, refusals: 0 },
      21: { step: 'following', ...accepted },
      22: { step: 'unknown', ...task, attempt: 'a3' },
      23: { step: 'overdue', ...accepted },
      24: { step: 'delivering', place: place('m'), outcome, since: 7 },
    };
    const { url, file } = await backedUp('press', {
      30: { step: 'received' },
      31: { step: 'waiting', ...shown },
      32: { step: 'submitting', place: place('m'), since: 7, attempt: 'a1' },
      33: { step: 'submittingModal', ...task, attempt: 'a2' },
      ...goingOn,
    });
    const store = await openTestStore({ url });
    await store.jobs.add({ ...receivedJob('40'), request: { kind: 'show', taskId: 'paid for', ours: true } });
    await putJob(store.jobs, { ...enter(receivedJob('34'), { step: 'window', ...task, ...shown }), text });
    await store.close();
    rmSync(file);
    await tool(url, 'backup', file);

    const now = Date.now();
    const { said } = await tool(url, 'restore', file);
    expect(said).toContain('\nJobs that may have been bought since: 4. They are not bought again');
    expect(said).toContain('\nJobs that nobody had been shown yet, and that were dropped: 1.\n');
    const { jobs } = await openTestStore({ url });
    expect(await jobs.get('30')).toBeUndefined();
    for (const [id, taskId] of [
      ['31', null],
      ['32', null],
      ['33', 'task'],
      ['34', 'task'],
    ] as const) {
      const job = await jobs.get(id);
      expect(job).toMatchObject({ step: 'unknown', place: place('m'), taskId, since: expect.any(Number) });
      if (job?.step === 'unknown') expect(job.since).toBeGreaterThanOrEqual(now);
    }
    for (const [id, stage] of Object.entries(goingOn)) {
      expect(await jobs.get(id)).toEqual({ ...enter(receivedJob(id), stage), reply: null });
    }
    expect(await jobs.get('40')).toMatchObject({ step: 'received' });
  });

  test('that is killed leaves the one or the other store there and whole, and the next one does it', async () => {
    const { url, file, path } = await backedUp('backed up');
    storeFile(`sqlite:${file}`).run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
       INSERT INTO claims (key, value) SELECT 'more ' || i, value || printf('%1500s', '') FROM n, claims WHERE key = 'backed up'`,
    );
    const seen = new Set<string>();
    for (const wait of [0, 30, 60, 120, 240]) {
      const store = await openTestStore({ url });
      // A name of its own: an earlier round may have restored the backup already.
      const since = `since ${wait}`;
      await store.claims.claim(since, '12');
      await store.close();
      const maker = startScript('archive/restore-maker.ts', url, file);
      await maker.line();
      await delay(wait);
      await maker.kill();
      expect(await tool(url, 'check')).toMatchObject({ code: 0 });
      seen.add((await holder(url, since)) === '12' ? 'old' : 'new');
    }
    expect(seen).toContain('old');
    expect(await tool(url, 'restore', file)).toMatchObject({ code: 0 });
    expect(await holder(url, 'more 3999')).toBe('11');
    expect(readdirSync(dirname(path)).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('is not harmed by what is left of another store, or by a store that cannot be read', async () => {
    const { url, file, path } = await backedUp('backed up');
    copyFileSync(file, `${path}-wal`);
    writeFileSync(`${path}-shm`, 'stale');
    rmSync(path);
    expect((await tool(url, 'restore', file)).said).not.toContain('is kept as');
    expect(await holder(url, 'backed up')).toBe('11');

    writeFileSync(path, 'no database at all');
    writeFileSync(`${path}-wal`, 'its log');
    expect((await tool(url, 'restore', file)).said).toContain(
      `\nThe store that was here is kept as ${path}.before-restore.\n`,
    );
    expect(existsSync(`${path}.before-restore-wal`)).toBe(true);
    expect(await holder(url, 'backed up')).toBe('11');
    expect((await tool(url, 'restore', file)).said).toContain(`is kept as ${path}.before-restore-2.\n`);
  });

  test('makes a store where there is none yet', async () => {
    const { file } = await backedUp('backed up');
    const url = sqliteUrl();
    expect(await tool(url, 'restore', file)).toEqual({
      code: 0,
      said: `Restored ${file}: 1 MB, 2 records, checked.\n${FORGOTTEN}`,
    });
    expect(await holder(url, 'backed up')).toBe('11');
  });

  test('is refused in a sentence where it would do harm, and changes nothing', async () => {
    const { url, file, path } = await backedUp('backed up');
    const refused = async (given: string, of = url) => {
      const { code, said } = await tool(of, 'restore', given);
      expect(code).toBe(1);
      return said;
    };
    const folder = temporaryFolder();
    const foreign = join(folder, 'foreign.sqlite');
    storeFile(`sqlite:${foreign}`).run('CREATE TABLE birds (name TEXT)');
    const noise = join(folder, 'noise');
    writeFileSync(noise, 'a'.repeat(10_000));
    mkdirSync(join(folder, 'folder'));
    await (await lockForWork(url))?.release();
    const before = readdirSync(dirname(path)).sort();

    expect(await refused(path)).toBe(`${path} is the store itself, or belongs to it.`);
    expect(await refused(join(folder, 'nothing'))).toBe(`There is no file ${join(folder, 'nothing')}.`);
    expect(await refused(foreign)).toBe(`${foreign} is no backup of a Darkroom store.`);
    expect(await refused(noise)).toBe('The restore failed (file is not a database).');
    expect(await refused(join(folder, 'folder'))).toMatch(/^The restore failed \([^\n]*\)\.$/);
    expect(await refused(file, 'memory:')).toBe('STORE_URL is memory: there is nothing to keep.');
    const lock = await lockStore(url, { waitMs: 0 });
    expect(await refused(file)).toBe('Darkroom is running on this store: stop it first.');
    await lock?.release();

    expect(readdirSync(dirname(path)).sort()).toEqual(before);
    expect(await holder(url, 'backed up')).toBe('11');
  });
});
