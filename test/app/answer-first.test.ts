import { expect, onTestFinished, test, vi } from 'vitest';
import { DISCORD_LIMIT } from '../../src/discord/rest/deadlines.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

/** A relay that answers late is left alone when the test ends. */
function cutOffAtTheEnd(relay: { down(down: boolean): Promise<void> }) {
  onTestFinished(() => relay.down(true));
}

function isFor(body: unknown, state: string): boolean {
  return JSON.stringify(body).includes(state);
}

test('a member is answered before a relay that takes ten seconds gets a single byte', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a slow fox' });
  const grid = await finished(await imagine.message());
  cutOffAtTheEnd(relay);
  relay.faults.always('submit', { delayMs: 10_000 });

  for (const gesture of [
    await discord.member('ann').slash('imagine', { prompt: 'a slower fox' }),
    await discord.member('bob').press(grid, { label: 'V1' }),
    await discord.member('cleo').press(grid, { label: 'U1' }),
  ]) {
    const { ms } = await gesture.acknowledged();
    expect(ms).toBeLessThan(DISCORD_LIMIT);
    await relay.waitUntil(() => relay.submissions.some(({ body }) => isFor(body, gesture.id)));
    const sent = relay.submissions.find(({ body }) => isFor(body, gesture.id));
    expect(sent?.at).toBeGreaterThanOrEqual(gesture.interaction.createdAt + ms);
  }
  expect(relay.submissions).toHaveLength(4);
  expectClean(fixture);
});

test('a member is answered while the relay cannot be reached at all', async () => {
  const fixture = await createFixture();
  const { discord, relay, start } = fixture;
  await start();
  await relay.down(true);
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a patient fox' });
  expect((await imagine.acknowledged()).ms).toBeLessThan(DISCORD_LIMIT);
  const message = await imagine.message();
  await vi.waitFor(() => expect(textOf(message)).toContain('Your job is waiting'), 10_000);
  await relay.down(false);
  advanceClock(3_000);
  await finished(message);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture);
});

test('a member is answered while the store is busy, and nothing is bought that is not written down', async () => {
  const fixture = await createFixture();
  const { discord, relay, start, trace } = fixture;
  await start();
  const ann = discord.member('ann');
  const store = records(fixture);

  store.run('BEGIN IMMEDIATE');
  const refused = await ann.slash('imagine', { prompt: 'an unlucky fox' });
  expect((await refused.acknowledged()).ms).toBeLessThan(2000);
  const apology = await refused.message();
  expect(apology.ephemeral).toBe(true);
  expect(textOf(apology)).toContain(refused.id);
  store.run('ROLLBACK');

  const lucky = await ann.slash('imagine', { prompt: 'a lucky fox' });
  await finished(await lucky.message());
  expect(relay.submissions.map(({ body }) => body)).toMatchObject([{ state: expect.stringContaining(lucky.id) }]);
  expectClean(fixture, { faults: trace.faults().filter((line) => line.includes(refused.id)) });
});

test('a job whose store is busy while it runs still arrives, once', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start, trace } = fixture;
  await start();
  const store = records(fixture);
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a stubborn fox' });
  const message = await imagine.message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  await vi.waitFor(() => expect(store.job(imagine.id)).toMatchObject({ step: 'following' }), 10_000);

  store.run('BEGIN IMMEDIATE');
  relay.finish(relay.submissions[0]?.taskId ?? '');
  await vi.waitFor(() => expect(trace.faults().join()).toContain('could not be written'), { timeout: 5000 });
  store.run('ROLLBACK');
  advanceClock(3_000);
  await finished(message);
  await vi.waitFor(() => expect(store.job(imagine.id)).toMatchObject({ step: 'settled' }), 10_000);
  expect(relay.submissions).toHaveLength(1);
  expect(seenByAll(fixture)).toHaveLength(1);
  expectClean(fixture, { faults: trace.faults().filter((line) => line.includes(imagine.id)) });
});
