import { expect, test, vi } from 'vitest';
import { advanceClock } from './advance-clock.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

test('a job whose first answer got lost on its way back runs all the same, exactly once', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  discord.faults.loseAnswer();
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
  const message = await imagine.message();
  await finished(message);
  await vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'settled' }), 10_000);
  expect(relay.submissions).toHaveLength(1);
  expect(seenByAll(fixture)).toEqual([message]);
  expectClean(fixture);
});

test('a job whose first answer never arrived is not submitted, and frees what it had claimed', async () => {
  const fixture = await createFixture({ discord: { deadlineMs: 500 } });
  const { discord, relay, start } = fixture;
  await start();
  const grid = await finished(await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message());
  const store = records(fixture);

  discord.faults.refuseAnswer();
  const unseen = await discord.member('ann').press(grid, { label: 'U1' });
  await discord.waitUntil(() => unseen.failed);
  // It might have arrived late.
  advanceClock(5_000);
  await vi.waitFor(() => expect(store.job(unseen.id)).toBeNull(), { timeout: 10_000 });
  expect(relay.submissions).toHaveLength(1);

  const again = await discord.member('bob').press(grid, { label: 'U1' });
  await finished(await again.message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('an interaction that Discord delivers twice costs one submission', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
  discord.faults.replay();
  const message = await finished(await imagine.message());
  discord.faults.replay();
  const second = await discord.member('ann').slash('imagine', { prompt: 'a cat' });
  await finished(await second.message());
  expect(relay.submissions).toHaveLength(2);
  expect(seenByAll(fixture)).toHaveLength(2);
  expect(message.deleted).toBe(false);
  expectClean(fixture);
});

test('jobs waiting, running and just finished survive a restart and end in their own messages', async () => {
  const fixture = await createFixture({ relay: { manual: true }, env: { RELAY_CONCURRENCY: '2' } });
  const { discord, relay, start } = fixture;
  const app = await start();
  const ann = discord.member('ann');
  const messages = [];
  for (const prompt of ['one', 'two', 'three']) {
    messages.push(await (await ann.slash('imagine', { prompt })).message());
  }
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === 2);
  await app.stop();
  const tasks = () => relay.submissions.map(({ taskId }) => taskId ?? '');
  relay.finish(tasks()[0] ?? '');
  await start();
  await relay.waitUntil(() => tasks().filter(Boolean).length === 3);
  for (const id of tasks().slice(1)) relay.finish(id);
  for (const message of messages) await finished(message);
  expect(relay.submissions).toHaveLength(3);
  expect(seenByAll(fixture)).toEqual(messages);
  expectClean(fixture);
});

test('a submission without an answer is found again by its state and never repeated', async () => {
  const fixture = await createFixture({ relay: { profile: 'raw', manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  relay.faults.next('submit', 'resetButCreate');
  relay.faults.always('recent', { status: 503 });
  const message = await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message();
  await says(message, 'Midjourney’s service did not answer');
  expect(labelsOf(message)).toEqual(['Try again (may cost again)']);
  relay.faults.clear();
  await relay.waitUntil(() => relay.tasks.size === 1);
  // The relay lists its newest tasks at most every half minute; a callback or a restart asks at once.
  for (const task of relay.tasks.values()) relay.finish(task.id);
  for (const app of fixture.apps) await app.stop();
  await start();
  await finished(message);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('only the member repeats a submission that got no answer, and the first message says so', async () => {
  const fixture = await createFixture({ relay: { profile: 'gateway' } });
  const { discord, relay, start } = fixture;
  await start();
  relay.faults.next('submit', { status: 502, body: '<html>Bad gateway</html>', contentType: 'text/html' });
  const ann = discord.member('ann');
  const message = await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  await says(message, 'Midjourney’s service did not answer');
  const again = await ann.press(message, { label: 'Try again (may cost again)' });
  await finished(await again.message());
  await says(message, 'A newer attempt has taken the place');
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('a gateway connection that breaks in the middle of a job costs nothing: what was missed is caught up on', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const first = await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  discord.faults.dropGateway();
  relay.finish(relay.submissions[0]?.taskId ?? '');
  await finished(first);

  const press = await ann.press(first, { label: 'U1' });
  const second = await press.message();
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(second);
  expect(discord.identifies()).toBe(1);
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture);
});

test('a gesture that arrives while the bot stops is told so; what was on its way is not lost', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  const app = await start();
  relay.faults.next('submit', { delayMs: 500 });
  const ann = discord.member('ann');
  const message = await (await ann.slash('imagine', { prompt: 'a fox' })).message();
  await relay.waitUntil(() => relay.submissions.length === 1);
  const stopped = app.stop();
  const reply = await (await ann.slash('imagine', { prompt: 'too late' })).message();
  expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining('restarting')]);
  await stopped;
  await start();
  await finished(message);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});
