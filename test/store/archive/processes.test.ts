import { describe, expect, onTestFinished, test } from 'vitest';
import { startInterval } from '../../../src/app/interval.ts';
import type { ProcessRecord } from '../../../src/domain/ports/store.ts';
import { hasPostgres, startPostgres } from '../../servers/postgres.ts';
import { hasRedis, startRedis } from '../../servers/redis.ts';
import { silentLog } from '../sample-records.ts';
import { openTestStore, sqliteUrl } from '../test-store.ts';
import { tool } from './tool.ts';

const places = [
  { name: 'a file', isThere: true, newUrl: async () => sqliteUrl() },
  {
    name: 'Redis',
    isThere: hasRedis(),
    newUrl: async () => (await startRedis(undefined, { appendfsync: 'always' })).url,
  },
  { name: 'PostgreSQL', isThere: hasPostgres(), newUrl: async () => (await startPostgres()).url },
] as const;

const STILL = 'What stands still was killed, is frozen, or does not reach the store.';

describe.each(places)('who asks for the processes on $name', ({ isThere, newUrl }) => {
  const here = test.skipIf(!isThere);

  /** A store, and processes on it that only say that they live. */
  async function shared() {
    const url = await newUrl();
    const { processes } = await openTestStore({ url });
    async function write(id: string, leader: boolean, renewals: number): Promise<void> {
      const record: ProcessRecord = { id, bot: '1', version: '0.3.0', format: 1, leader, renewals };
      await processes.report(record);
    }
    return {
      url,
      /** One that was killed long ago. */
      dead: (id: string, leader: boolean) => write(id, leader, 7),
      async living(id: string, leader: boolean) {
        let renewals = 0;
        await write(id, leader, renewals);
        const life = startInterval(0.2, () => write(id, leader, ++renewals), silentLog);
        onTestFinished(life.stop);
      },
    };
  }

  here('reads which of them lead, and that all is well', async () => {
    const { url, living } = await shared();
    expect(await tool(url, 'processes')).toEqual({ code: 0, said: 'No process uses this store.' });
    await living('one', false);
    await living('two', true);
    expect(await tool(url, 'processes')).toEqual({
      code: 0,
      said: 'two  Darkroom 0.3.0  leads\none  Darkroom 0.3.0  does not lead',
    });
  });

  here('reads that the one that leads stands still, and that jobs wait for it', async () => {
    const { url, dead, living } = await shared();
    await dead('two', true);
    await living('one', false);
    const { code, said } = await tool(url, 'processes');
    expect({ code, lines: said.split('\n') }).toEqual({
      code: 1,
      lines: [
        'two  Darkroom 0.3.0  leads, and stands still',
        'one  Darkroom 0.3.0  does not lead',
        STILL,
        'Nobody leads: members are answered where a process lives, and their jobs wait.',
      ],
    });
  });

  here('reads of one that is gone while another leads', async () => {
    const { url, dead, living } = await shared();
    await dead('one', false);
    await living('two', true);
    const { code, said } = await tool(url, 'processes');
    expect({ code, lines: said.split('\n') }).toEqual({
      code: 1,
      lines: ['two  Darkroom 0.3.0  leads', 'one  Darkroom 0.3.0  does not lead, and stands still', STILL],
    });
  });
});
