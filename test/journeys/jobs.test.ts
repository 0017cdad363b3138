import { expect, test, vi } from 'vitest';
import { createFixture, type FixtureOptions } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, linkTo, says, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import { offered, settled } from './results.ts';

/** Three jobs of ann's on a relay that takes one at a time: one runs, two wait. */
async function withLine(options: FixtureOptions = {}) {
  const fixture = await createFixture({
    ...options,
    relay: { manual: true, ...options.relay },
    env: { RELAY_CONCURRENCY: '1' },
  });
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const jobs = [];
  for (const prompt of ['a fox', 'a cat', 'an owl']) {
    const imagine = await ann.slash('imagine', { prompt });
    jobs.push({ id: imagine.id, message: await imagine.message() });
  }
  await fixture.relay.waitUntil(() => Boolean(fixture.relay.submissions[0]?.taskId));
  const [running, next, last] = jobs;
  if (!running || !next || !last) throw new Error('three were asked for');
  await vi.waitFor(() => expect(records(fixture).job(running.id)).toMatchObject({ step: 'following' }), 10_000);
  await says(last.message, '1 ahead of you');
  return { ...fixture, ann, running, next, last, taskId: fixture.relay.submissions[0]?.taskId ?? '' };
}

const CANCEL = { label: 'Cancel a job…' };

test.concurrent('/jobs lists what is running and waiting with its place in line and a link, for the caller only', async ({
  onTestFinished,
}) => {
  const fixture = await withLine({ onTestFinished });
  const { ann, discord, relay, running, next, last, taskId } = fixture;
  relay.progress(taskId, 40);
  await says(running.message, '40%');
  const list = await (await ann.slash('jobs')).message();
  expect(list.ephemeral).toBe(true);
  expect(textOf(list)).toBe(
    [
      'Your jobs',
      `- **[Imagine](${linkTo(running.message)})** a fox · *40%*`,
      `- **[Imagine](${linkTo(next.message)})** a cat · *next in line*`,
      `- **[Imagine](${linkTo(last.message)})** an owl · *1 ahead*`,
    ].join('\n'),
  );
  expect(offered(list)).toEqual([{ label: CANCEL.label, values: [running.id, next.id, last.id] }]);
  const others = await (await discord.member('bob').slash('jobs')).message();
  expect([textOf(others), others.components]).toEqual([expect.stringContaining('Nothing is running'), []]);
  expectClean(fixture);
});

test.concurrent('calling off what waits is free, and the line moves up', async ({ onTestFinished }) => {
  const fixture = await withLine({ onTestFinished });
  const { ann, relay, next, last, running, taskId } = fixture;
  const list = await (await ann.slash('jobs')).message();
  await ann.choose(list, CANCEL, [next.id]);
  await says(list, 'Cancelled before it cost anything: Imagine · a cat');
  expect(offered(list)[0]?.values).toEqual([running.id, last.id]);
  await says(next.message, 'Cancelled');
  await says(last.message, 'You are next in line');
  relay.finish(taskId);
  await finished(running.message);
  await relay.waitUntil(() => relay.submissions.length === 2);
  expect(relay.submissions[1]?.body).toMatchObject({ prompt: 'an owl' });
  expectClean(fixture);
});

test.concurrent.for([
  ['raw', 'Midjourney stopped it: Imagine · a fox', 'Cancelled in time'],
  ['gateway', 'What Midjourney has begun cannot be stopped here', 'could no longer be stopped'],
] as const)(
  'calling off what runs says what the %s relay could do about it',
  async ([profile, words, shown], { onTestFinished }) => {
    const fixture = await withLine({ onTestFinished, relay: { profile } });
    const { ann, relay, running, last } = fixture;
    const list = await (await ann.slash('jobs')).message();
    await ann.choose(list, CANCEL, [running.id]);
    await says(list, words);
    await says(running.message, shown);
    await relay.waitUntil(() => relay.submissions.length === 2);
    await says(last.message, 'next in line');
    expectClean(fixture);
  },
);

test.concurrent.for([
  ['says that it cannot', { code: 4, description: '任务状态错误' }],
  ['answers with a web page', 'html200'],
  ['answers nothing and goes on', { status: 200 }],
] as const)('a relay that %s has stopped nothing, and the member is told', async ([, fault], { onTestFinished }) => {
  const fixture = await withLine({ onTestFinished, relay: { profile: 'raw' } });
  const { ann, relay, running } = fixture;
  relay.faults.next('cancel', fault);
  const list = await (await ann.slash('jobs')).message();
  await ann.choose(list, CANCEL, [running.id]);
  await says(list, 'What Midjourney has begun cannot be stopped here');
  await says(running.message, 'It may have been charged.');
  expectClean(fixture);
});

test.concurrent('what is seen to be stopped before the relay has answered is told to be stopped', async ({
  onTestFinished,
}) => {
  const fixture = await withLine({ onTestFinished, relay: { profile: 'raw' } });
  const { ann, relay, running } = fixture;
  const list = await (await ann.slash('jobs')).message();
  relay.faults.next('fetch', { delayMs: 400 });
  await ann.choose(list, CANCEL, [running.id]);
  await says(list, 'Midjourney stopped it: Imagine · a fox');
  expect(records(fixture).job(running.id)).toMatchObject({ step: 'settled' });
  await says(running.message, 'Cancelled in time');
  expectClean(fixture);
});

test.concurrent('a picture that is finished while it is called off is shown all the same', async ({
  onTestFinished,
}) => {
  const fixture = await withLine({ onTestFinished, relay: { profile: 'raw' } });
  const { ann, relay, running, taskId } = fixture;
  const list = await (await ann.slash('jobs')).message();
  relay.faults.always('list', 'reset');
  relay.finish(taskId);
  relay.faults.next('cancel', { code: 1, description: '成功' });
  await ann.choose(list, CANCEL, [running.id]);
  await says(list, 'It ended before it could be stopped, so its message shows the result: Imagine · a fox');
  await finished(running.message);
  expectClean(fixture);
});

test.concurrent('what is over by the time it is called off is told to be over, and strangers call nothing off', async ({
  onTestFinished,
}) => {
  const fixture = await withLine({ onTestFinished });
  const { ann, relay, running, next, last, taskId } = fixture;
  const list = await (await ann.slash('jobs')).message();
  relay.finish(taskId);
  await finished(running.message);
  await settled(fixture, running.id);
  await vi.waitFor(() => expect(records(fixture).job(next.id)).toMatchObject({ step: 'following' }), 10_000);
  await ann.choose(list, CANCEL, [running.id]);
  await says(list, 'That has already ended.');
  expect(offered(list)[0]?.values).toEqual([next.id, last.id]);
  expectClean(fixture);
});

test.concurrent('a result that could not be shown anywhere is kept in /jobs and shown from there', async ({
  onTestFinished,
}) => {
  const fixture = await createFixture({ onTestFinished, relay: { manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann', { dmsClosed: true });
  const imagine = await ann.slash('imagine', { prompt: 'a secret fox', private: true });
  await imagine.message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const taskId = relay.submissions[0]?.taskId ?? '';
  discord.expireTokens();
  relay.finish(taskId);
  await settled(fixture, imagine.id);

  const list = await (await ann.slash('jobs')).message();
  expect(textOf(list)).toContain('**Finished, but could not be shown to you**\n- a secret fox');
  expect(offered(list)).toEqual([{ label: 'Show one here (free)…', values: [taskId] }]);
  const shown = await finished(await (await ann.choose(list, { label: 'Show one here (free)…' }, [taskId])).message());
  expect([shown.ephemeral, labelsOf(shown).includes('U1')]).toEqual([true, true]);
  await vi.waitFor(
    async () => expect(textOf(await (await ann.slash('jobs')).message())).toContain('Nothing is running'),
    10_000,
  );
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});
