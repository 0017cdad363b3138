import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { tool } from '../store/archive/tool.ts';
import { createFixture } from './fixture.ts';
import { labelsOf } from './message-reading.ts';
import { records } from './stored-records.ts';

const TRY_AGAIN = 'Try again (may cost again)';

test.each([
  ['its picture is found and shown', 'raw', true],
  ['its member is asked where the relay lists no tasks', 'gateway', false],
] as const)(
  'a job bought since the backup is not bought again when that is restored: %s',
  async (_, profile, isListing) => {
    const fixture = await createFixture({ relay: { profile, manual: true }, env: { RELAY_CONCURRENCY: '1' } });
    const { discord, relay, start, env, folder } = fixture;
    const url = env.STORE_URL ?? '';
    const backup = join(folder, 'backups', 'copy.sqlite');
    const before = await start();
    const ann = discord.member('ann');
    const first = await ann.slash('imagine', { prompt: 'a fox' });
    await relay.waitUntil(() => relay.submissions.length === 1);
    const second = await ann.slash('imagine', { prompt: 'a heron' });
    const message = await second.message();
    await vi.waitFor(() => expect(records(fixture).job(second.id)).toMatchObject({ step: 'waiting' }), 10_000);
    expect(await tool(url, 'backup', backup)).toMatchObject({ code: 0 });

    relay.finish(relay.submissions[0]?.taskId ?? '');
    await relay.waitUntil(() => relay.submissions.length === 2);
    await vi.waitFor(() => expect(records(fixture).job(second.id)).toMatchObject({ step: 'following' }), 10_000);
    await before.stop();
    expect((await tool(url, 'restore', backup)).said).toContain('\nJobs that may have been bought since: 1.');
    expect(records(fixture).job(second.id)).toMatchObject({ step: 'unknown' });

    await start();
    relay.finish(relay.submissions[1]?.taskId ?? '');
    await vi.waitFor(() => expect(labelsOf(message)).toContain(isListing ? 'U1' : TRY_AGAIN), { timeout: 20_000 });
    await vi.waitFor(async () => expect(labelsOf(await first.message())).toContain('U1'), { timeout: 20_000 });
    expect(relay.submissions).toHaveLength(2);
  },
);
