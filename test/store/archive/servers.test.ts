import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startInterval } from '../../../src/app/interval.ts';
import { hasPostgres, startPostgres } from '../../servers/postgres.ts';
import { hasRedis, startRedis } from '../../servers/redis.ts';
import { silentLog } from '../sample-records.ts';
import { openTestStore, sqliteUrl, temporaryFolder } from '../test-store.ts';
import { filledStore } from './filled-store.ts';
import { tool } from './tool.ts';

/** What an export of a store says, in no order, and when each of it ends: Keyv counts that from now, and a moment may pass. */
async function recordsOf(url: string) {
  const file = join(temporaryFolder(), 'copy.jsonl');
  expect(await tool(url, 'export', file)).toMatchObject({ code: 0 });
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  // A press may end before the last store has it.
  const lasting = lines.filter((line) => !line.includes('"key":"press"') && !line.startsWith('{"records"'));
  const records = lasting.map((line) => line.replace(/"expires":\d+/, '"expires":0')).sort();
  const ends = lasting.map((line) => Number(/"expires":(\d+)/.exec(line)?.[1] ?? 0)).sort();
  return { file, records, ends };
}

test.skipIf(!hasRedis() || !hasPostgres())(
  'an export carries a store from a file to Redis, to PostgreSQL and back',
  async () => {
    const { url: redis } = await startRedis();
    const { url: postgres } = await startPostgres();
    let from = await recordsOf(await filledStore(sqliteUrl()));
    expect(from.records.length).toBeGreaterThan(15);
    for (const url of [redis, postgres, sqliteUrl()]) {
      expect(await tool(url, 'import', from.file)).toMatchObject({ code: 0 });
      expect(await tool(url, 'check')).toMatchObject({
        code: 0,
        said: expect.stringContaining(' records are in the store.'),
      });
      const to = await recordsOf(url);
      expect(to.records).toEqual(from.records);
      for (const [at, end] of to.ends.entries()) expect(Math.abs(end - (from.ends[at] ?? 0))).toBeLessThan(1_000);
      from = to;
    }
  },
);

const servers = [
  {
    name: 'Redis',
    isThere: hasRedis(),
    start: () => startRedis(undefined, { appendfsync: 'always' }),
    tools: /its own copies.*npm run store -- export/,
  },
  {
    name: 'PostgreSQL',
    isThere: hasPostgres(),
    start: () => startPostgres(),
    tools: /pg_dump.*npm run store -- export/,
  },
] as const;

describe.each(servers)('npm run store on $name', ({ isThere, start, tools }) => {
  const onServer = test.skipIf(!isThere);

  onServer('names the tools that the server has for copies', async () => {
    const { url } = await start();
    for (const words of [
      ['backup', 'copies/'],
      ['restore', 'copy.sqlite'],
    ]) {
      const { code, said } = await tool(url, ...words);
      expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(tools) });
      expect(said.split('\n')).toHaveLength(1);
    }
  });

  onServer('finds nothing where nothing is, and writes nothing to find that out', async () => {
    const { url } = await start();
    for (let time = 0; time < 2; time += 1) {
      expect(await tool(url, 'check')).toMatchObject({ code: 0, said: expect.stringContaining('0 records are in') });
    }
    expect((await recordsOf(url)).records).toHaveLength(1);
  });

  onServer('writes nothing while a bot runs, and something when that was killed', async () => {
    const { url } = await start();
    const { file } = await recordsOf(await filledStore(sqliteUrl()));
    const { processes } = await openTestStore({ url });
    const self = { id: 'one', bot: '1', version: '1', format: 1, leader: true };
    let renewals = 0;
    const lives = startInterval(
      0.2,
      async () => void (await processes.report({ ...self, renewals: renewals++ })),
      silentLog,
    );
    onTestFinished(lives.stop);
    await processes.report({ ...self, renewals });
    expect(await tool(url, 'import', file)).toEqual({
      code: 1,
      said: 'Darkroom is running on this store: stop it first.',
    });
    await lives.stop();
    expect(await tool(url, 'import', file)).toMatchObject({ code: 0 });
  });

  onServer('says in one sentence that the server is not there', async () => {
    const { url, stop } = await start();
    await stop();
    for (const words of [['check'], ['import', 'nowhere.jsonl'], ['erase', '12345678901234567']]) {
      const { code, said } = await tool(url, ...words);
      expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^The store .* cannot be used \(.*\.$/) });
      expect(said).not.toContain('hunter2');
    }
  });
});
