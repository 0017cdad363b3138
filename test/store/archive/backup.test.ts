import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { startScript } from '../child-process.ts';
import { putJob } from '../put-job.ts';
import { receivedJob, settledJob } from '../sample-records.ts';
import { storeFile } from '../store-file.ts';
import { listAll, openTestStore, sqliteUrl, temporaryFolder } from '../test-store.ts';
import { tool } from './tool.ts';

/** A store with an open job, a settled one and so many claims more, of 2 kB each. */
async function storeWith(claims = 0): Promise<string> {
  const url = sqliteUrl();
  const store = await openTestStore({ url });
  await store.jobs.add(receivedJob('10'));
  await putJob(store.jobs, settledJob('11'));
  await store.claims.claim('press', '11');
  await store.close();
  storeFile(url).run(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     INSERT INTO claims (key, value) SELECT 'more ' || i, value || printf('%1500s', '') FROM n, claims WHERE key = 'press' AND ? > 0`,
    claims,
    claims,
  );
  return url;
}

/** The day in this computer's time zone, as a backup is named after it. */
function today(): string {
  return new Intl.DateTimeFormat('sv-SE').format(Date.now());
}

describe('a backup', () => {
  test('of a store that a bot writes to a hundred times a second ends, is sound, and has all that was there before it', async () => {
    const url = await storeWith(4000);
    const writer = startScript('archive/steady-writer.ts', url);
    await vi.waitFor(() => expect(writer.lines.length).toBeGreaterThan(40), { timeout: 10_000 });
    const before = [...writer.lines];
    const file = join(temporaryFolder(), 'copy.sqlite');
    const { code, said } = await tool(url, 'backup', file);
    expect(said).toMatch(/^Wrote .*copy\.sqlite: \d MB, 4,\d{3} records, checked\.$/);
    expect(code).toBe(0);
    const during = writer.lines.length;
    await vi.waitFor(() => expect(writer.lines.length).toBeGreaterThan(during + 5), { timeout: 10_000 });
    await writer.kill();
    expect(writer.lines.filter((line) => line.startsWith('failed'))).toEqual([]);

    const { jobs, claims } = await openTestStore({ url: `sqlite:${file}` });
    const kept = new Set((await listAll(jobs.open())).map((job) => ('id' in job ? job.id : 'damaged')));
    expect(before.filter((id) => !kept.has(id))).toEqual([]);
    expect(await jobs.get('11')).toEqual(settledJob('11'));
    expect(await claims.claim('more 3999', 'other')).toBe('11');
  });

  test('has no interaction token in it, not even in space that is free, and is for its owner’s eyes only', async () => {
    const url = await storeWith();
    const file = join(temporaryFolder(), 'copy.sqlite');
    expect(await tool(url, 'backup', file)).toEqual({
      code: 0,
      said: `Wrote ${file}: 1 MB, 3 records, checked.`,
    });
    expect(readFileSync(storeFile(url).path, 'latin1')).toContain('secret-token');
    expect(readFileSync(file, 'latin1')).not.toContain('secret-token');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['copy.sqlite']);
    const { jobs } = await openTestStore({ url: `sqlite:${file}` });
    expect(await jobs.get('10')).toEqual({ ...receivedJob('10'), reply: null });
  });

  test('is written down in the store with its time, and one that failed is not', async () => {
    const url = await storeWith();
    const { path, textOf } = storeFile(url);
    const file = join(temporaryFolder(), 'copy.sqlite');
    await tool(url, 'backup', path);
    expect(textOf('checks', 'backup')).toBeNull();
    await tool(url, 'backup', file);
    const { value } = JSON.parse(textOf('checks', 'backup') ?? '');
    expect(Date.now() - Number(value.data)).toBeLessThan(60_000);
  });

  test('in a folder is named after the day, and only older ones of this store make room for it, once it is there', async () => {
    const url = await storeWith();
    const folder = join(temporaryFolder(), 'backups');
    mkdirSync(folder);
    const others = ['store-2026.sqlite', 'store-9999-01-01.sqlite', 'other-2001-01-01.sqlite', 'notes.txt'];
    const old = ['store-2001-01-01.sqlite', 'store-2001-01-02.sqlite', 'store-2001-01-03.sqlite'];
    for (const name of [...others, ...old]) writeFileSync(join(folder, name), '');
    const name = `store-${today()}.sqlite`;
    expect(await tool(url, 'backup', folder, '--keep', '2')).toEqual({
      code: 0,
      said: `Wrote ${join(folder, name)}: 1 MB, 3 records, checked.\nRemoved 2 older than the newest 2.`,
    });
    const after = [...others, 'store-2001-01-03.sqlite', name].sort();
    expect(readdirSync(folder).sort()).toEqual(after);
    expect(await tool(url, 'backup', folder, '--keep', '1')).toEqual({
      code: 1,
      said: `${join(folder, name)} is there already: name a new file.`,
    });
    expect(readdirSync(folder).sort()).toEqual(after);
  });

  test('stays, and the operator is told, where an older one cannot be removed', async () => {
    const url = await storeWith();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'store-2001-01-01.sqlite'));
    const { code, said } = await tool(url, 'backup', folder, '--keep', '1');
    expect(code).toBe(1);
    expect(said).toMatch(/^Wrote [^\n]* checked\.\nOlder backups could not be removed \([^\n]*\)\.$/);
    expect(readdirSync(folder).sort()).toEqual(['store-2001-01-01.sqlite', `store-${today()}.sqlite`]);
  });

  test('that is killed half-way never has its name, and the next one takes away what it left', async () => {
    const url = await storeWith(10_000);
    const folder = temporaryFolder();
    const file = join(folder, 'copy.sqlite');
    const maker = startScript('archive/backup-maker.ts', url, file);
    await vi.waitFor(() => expect(readdirSync(folder)).not.toEqual([]), { timeout: 10_000, interval: 2 });
    await maker.kill();
    expect(readdirSync(folder)).toContainEqual(expect.stringMatching(/^copy\.sqlite\.\w+\.part$/));
    expect(existsSync(file)).toBe(false);
    expect((await tool(url, 'backup', file)).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['copy.sqlite']);
  });

  test('is refused in a sentence where it would harm something or has no room', async () => {
    const url = await storeWith();
    const { path } = storeFile(url);
    const there = join(temporaryFolder(), 'there.sqlite');
    writeFileSync(there, 'precious');
    const refused = async (target: string, of = url) => {
      const { code, said } = await tool(of, 'backup', target);
      expect(code).toBe(1);
      return said;
    };
    expect(await refused(there)).toBe(`${there} is there already: name a new file.`);
    expect(readFileSync(there, 'utf8')).toBe('precious');
    for (const own of [path, `${path}-wal`, `${path}.lock`]) {
      expect(await refused(own)).toMatch(/ is the store itself, or a file that belongs to it: name another one\.$/);
    }
    const file = join(temporaryFolder(), 'copy.sqlite');
    expect(await refused(file, 'memory:')).toBe('STORE_URL is memory: there is nothing to keep.');
    expect(await refused(join(there, 'copy.sqlite'))).toMatch(/^The backup failed \((EEXIST|ENOTDIR): [^\n]*\)\.$/);
    expect(await refused(file, `sqlite:${there}`)).toMatch(/^The backup failed \(file is not a database\)\.$/);
    truncateSync(path, 2 ** 43);
    expect(await refused(file)).toMatch(/^The backup may need 9,67\d,\d{3} MB, and .* has [\d,]+ MB left\.$/);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('of a database that another program wrote is refused, and leaves nothing behind', async () => {
    const foreign = `sqlite:${join(temporaryFolder(), 'foreign.sqlite')}`;
    storeFile(foreign).run('CREATE TABLE birds (name TEXT)');
    const file = join(temporaryFolder(), 'copy.sqlite');
    expect(await tool(foreign, 'backup', file)).toEqual({
      code: 1,
      said: 'STORE_URL names a SQLite file that is no store of Darkroom.',
    });
    expect(readdirSync(dirname(file))).toEqual([]);
  });
});
