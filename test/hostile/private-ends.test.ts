import { expect, test, vi } from 'vitest';
import { advanceClock } from '../app/advance-clock.ts';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import { offered, settled } from '../journeys/results.ts';
import { readByOthers, running } from './private-result.ts';

type Running = Fixture & Awaited<ReturnType<typeof running>>;

const DAY = 24 * 3_600_000;

const ends: readonly (readonly [string, (fixture: Running) => Promise<unknown>])[] = [
  ['failed', async ({ relay, taskId }) => relay.fail(taskId, 'Internal server error')],
  [
    'is not followed any more',
    async ({ discord, jobId }) => {
      const list = await (await discord.member('ann').slash('jobs')).message();
      await discord.member('ann').choose(list, { label: offered(list)[0]?.label ?? '' }, [jobId]);
    },
  ],
  ['was given up as overdue', async () => advanceClock(2 * DAY)],
];

test.each(ends)('the task of a private job that %s is nobody else’s to look at', async (_, end) => {
  const fixture = await createFixture({ relay: { manual: true } });
  await fixture.start();
  const { discord, relay } = fixture;
  const secret = await running(fixture);
  const { jobId, taskId } = secret;
  await end({ ...fixture, ...secret });
  const ended = () => expect(records(fixture).job(jobId)).toMatchObject({ step: 'settled' });
  await vi.waitFor(ended, { timeout: 5_000 });
  relay.finish(taskId);

  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const asked = await Promise.all([
    bob.slash('show', { task: taskId }),
    bob.slash('info', { of: taskId }),
    bob.slash('zoom', { factor: 2, of: taskId }),
    bob.slash('action', { task_id: taskId, custom_id: 'MJ::JOB::upsample::1::0' }),
  ]);
  for (const reply of await Promise.all(asked.map((one) => one.message()))) {
    expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining('not know')]);
  }
  expect(readByOthers(discord.messages(), ann.id)).not.toContain('secret');
  expect(relay.submissions).toHaveLength(1);

  const own = await (await ann.slash('show', { task: taskId })).message();
  expect(own.ephemeral).toBe(true);
  if (relay.tasks.get(taskId)?.status === 'SUCCESS') await finished(own);
  expectClean(fixture);
});

test('a private result stays closed when its job is forgotten and its message is not', async () => {
  const fixture = await createFixture();
  const app = await fixture.start();
  const { discord, relay } = fixture;
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a secret fox', private: true });
  await finished(await imagine.message());
  await settled(fixture, imagine.id);
  await app.stop();
  records(fixture).run('DELETE FROM "jobs"');
  await fixture.start();
  const task = relay.submissions[0]?.taskId ?? '';
  await says(await (await discord.member('bob').slash('show', { task })).message(), 'not know');
  const own = await finished(await (await ann.slash('show', { task })).message());
  expect(own.ephemeral).toBe(true);
  expect(readByOthers(discord.messages(), ann.id)).not.toContain('secret');
  expectClean(fixture);
});
