import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { offered } from '../journeys/results.ts';
import type { OnTestFinished } from '../test-end.ts';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, says, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

const Listed = z.array(z.looseObject({ id: z.string(), state: z.string().nullish() }));

async function opened(onTestFinished: OnTestFinished, options: FixtureOptions = {}) {
  const fixture = await createFixture({ onTestFinished, ...options, relay: { profile: 'raw', manual: true } });
  await fixture.start();
  const { discord, relay } = fixture;
  const taskOf = async (submission: number) => {
    await relay.waitUntil(() => Boolean(relay.submissions[submission]?.taskId));
    return relay.submissions[submission]?.taskId ?? '';
  };
  const step = (id: string, step: string) =>
    vi.waitFor(() => expect(records(fixture).job(id)).toMatchObject({ step }), 10_000);
  return { ...fixture, ann: discord.member('ann'), bob: discord.member('bob'), taskOf, step };
}

test.concurrent('who looks at somebody’s running picture and calls that off does not stop it for its owner', async ({
  onTestFinished,
}) => {
  const fixture = await opened(onTestFinished);
  const { ann, bob, relay, taskOf, step } = fixture;
  const imagine = await ann.slash('imagine', { prompt: 'a fox' });
  const message = await imagine.message();
  const task = await taskOf(0);
  await step(imagine.id, 'following');
  const look = await bob.slash('show', { task });
  await look.message();
  await step(look.id, 'following');
  const list = await (await bob.slash('jobs')).message();
  const [cancel] = offered(list);
  expect(cancel?.values).toEqual([look.id]);
  await bob.choose(list, { label: cancel?.label ?? '' }, [look.id]);
  await says(list, 'It is still being made for the member who asked for it');
  expect(relay.requests.filter(({ path }) => path.endsWith('/cancel'))).toEqual([]);
  relay.finish(task);
  await finished(message);
  expectClean(fixture);
});

test.concurrent('nobody gets another member’s lost picture by naming its job as a state of their own', async ({
  onTestFinished,
}) => {
  const fixture = await opened(onTestFinished, { relayDeadlines: { submit: 1_000 } });
  const { ann, bob, relay } = fixture;
  relay.faults.always('recent', { status: 500 });
  relay.faults.next('submit', 'hangButCreate');
  const imagine = await ann.slash('imagine', { prompt: 'a fox' });
  await says(await imagine.message(), 'Midjourney’s service did not answer.');
  const stored = String(records(fixture).job(imagine.id)?.state);
  const states = [
    imagine.id,
    ` ${imagine.id}`,
    `\u2003${imagine.id}\u200b`,
    `"${imagine.id}"`,
    stored,
    `Darkroom.${imagine.id}.x`,
  ];
  for (const state of states) {
    const action = { task_id: '17000000', custom_id: 'MJ::JOB::upsample::1::x', state };
    const refusal = await (await bob.slash('action', action)).message();
    expect([state, refusal.ephemeral, textOf(refusal)]).toEqual([state, true, expect.stringContaining('reserved')]);
  }
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test.concurrent('a private picture whose submission got no answer is shown to nobody who names its task, nor is anything made of it', async ({
  onTestFinished,
}) => {
  const fixture = await opened(onTestFinished, { relayDeadlines: { submit: 1_000 } });
  const { ann, bob, discord, relay } = fixture;
  relay.faults.always('recent', { status: 500 });
  relay.faults.next('submit', 'hangButCreate');
  const imagine = await ann.slash('imagine', { prompt: 'a secret fox', private: true });
  await says(await imagine.message(), 'Midjourney’s service did not answer.');
  const [task = ''] = relay.tasks.keys();
  relay.finish(task);
  const look = await (await bob.slash('show', { task })).message();
  await says(look, 'Midjourney no longer knows this picture.');
  for (const [command, options] of [
    ['upscale', { of: task, index: '1' }],
    ['info', { of: task }],
    ['action', { task_id: task, custom_id: 'MJ::JOB::upsample::1::3425cf92-031e-42ce-a8b8-61a89d492f1c' }],
    ['video', { prompt: 'it moves', extend: task }],
  ] as const) {
    await says(await (await bob.slash(command, options)).message(), 'know');
  }
  await says(await (await ann.slash('show', { task })).message(), 'You asked for this picture in private');
  const seen = discord.messages().filter(({ ephemeral }) => !ephemeral);
  expect(seen.map(textOf).join()).not.toContain('secret');
  expect(seen.flatMap(({ attachments }) => attachments)).toEqual([]);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test.concurrent('a task that somebody’s job has is not taken for another’s lost one, whatever the relay says of it', async ({
  onTestFinished,
}) => {
  const fixture = await opened(onTestFinished, { relayDeadlines: { submit: 1_000 } });
  const { ann, bob, relay, taskOf, step } = fixture;
  const theirs = await bob.slash('imagine', { prompt: 'an owl' });
  const task = await taskOf(0);
  await step(theirs.id, 'following');
  relay.faults.next('submit', 'hang');
  relay.faults.always('recent', {
    rewrite: (answer) =>
      Listed.parse(answer).map((row) => ({ ...row, state: records(fixture).job(imagine.id)?.state })),
  });
  const imagine = await ann.slash('imagine', { prompt: 'a fox' });
  const lost = await imagine.message();
  await says(lost, 'Midjourney’s service did not answer.');
  await relay.waitUntil(() => relay.requests.some(({ path }) => path === '/mj/task/list'));
  await vi.waitFor(
    () => expect(fixture.trace.lines.join('')).toContain('a task with a job’s state is another’s'),
    10_000,
  );
  relay.finish(task);
  await finished(await theirs.message());
  expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'unknown' });
  expect(lost.attachments).toEqual([]);
  expectClean(fixture);
});
