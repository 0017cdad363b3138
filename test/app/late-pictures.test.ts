import { expect, test, vi } from 'vitest';
import { withGrid } from '../journeys/results.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture, type Fixture } from './fixture.ts';
import { expectClean, finished, labelsOf, publish, seenByAll } from './message-reading.ts';
import { records } from './stored-records.ts';

/** A result whose picture broke off while it was fetched, so that its message only links to it. */
async function withLinked(wishes: { readonly private?: boolean } = {}) {
  const fixture = await createFixture();
  const app = await fixture.start();
  const { discord, relay } = fixture;
  relay.faults.always('picture', 'cut');
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox', ...wishes });
  const message = await imagine.message();
  await vi.waitFor(() => expect(labelsOf(message)).toContain('U1'), { timeout: 5_000 });
  expect(message.attachments).toEqual([]);
  const state = () => records(fixture).job(imagine.id);
  await vi.waitFor(() => expect(state()).toMatchObject({ step: 'delivering', attaching: 1 }), 10_000);
  return { ...fixture, app, imagine, message, state, ann: discord.member('ann') };
}

const pictureRequests = ({ relay }: Fixture) =>
  relay.requests.filter(({ path }) => path.startsWith('/mj/image/')).length;

test('a picture whose connection broke is put into its message a little later', async () => {
  const fixture = await withLinked();
  const { relay, ann, message, state } = fixture;
  relay.faults.clear();
  advanceClock(5_000);
  await finished(message);
  await vi.waitFor(() => expect(state()).toMatchObject({ step: 'settled' }), 10_000);
  expect(labelsOf(message)).toContain('U1');
  expect(seenByAll(fixture)).toEqual([message]);
  await finished(await (await ann.press(message, { label: 'U1' })).message());
  expectClean(fixture);
});

test('a picture whose connection broke is put into its message by the next process', async () => {
  const fixture = await withLinked();
  const { app, relay, message, state } = fixture;
  await app.stop();
  relay.faults.clear();
  await fixture.start();
  await finished(message);
  await vi.waitFor(() => expect(state()).toMatchObject({ step: 'settled' }), 10_000);
  expect(seenByAll(fixture)).toEqual([message]);
  expectClean(fixture);
});

test('the pictures of “Upscale all” whose connections broke are put into their message together', async () => {
  const fixture = await withGrid();
  const { ann, relay, grid } = fixture;
  relay.faults.always('picture', 'cut');
  const press = await ann.press(grid, { label: 'Upscale all' });
  const message = await press.message();
  await vi.waitFor(() => expect(labelsOf(message)).toEqual(['U1', 'U2', 'U3', 'U4', '🗑️', '✉️', 'ℹ️']), {
    timeout: 5_000,
  });
  const jobs = () => [1, 2, 3, 4].map((n) => records(fixture).job(`${press.id}-${n}`));
  await vi.waitFor(() => expect(jobs()).toMatchObject(Array(4).fill({ attaching: 1 })), { timeout: 5_000 });
  relay.faults.clear();
  const edits = message.history.length;
  advanceClock(5_000);
  await vi.waitFor(() => expect(message.attachments).toHaveLength(4), { timeout: 5_000 });
  await vi.waitFor(() => expect(jobs()).toMatchObject(Array(4).fill({ step: 'settled' })), { timeout: 5_000 });
  expect(message.history.length - edits).toBe(1);
  expectClean(fixture);
});

test('a result that waits for its picture is nothing under way to members, and goes on like every other', async () => {
  const fixture = await withLinked({ private: true });
  const { ann, discord, relay, message } = fixture;
  expect(await (await ann.slash('jobs')).message()).toMatchObject({ content: expect.stringContaining('Nothing is') });
  const asked = pictureRequests(fixture);
  relay.faults.clear();
  const published = await publish(fixture, ann, message);
  expect(pictureRequests(fixture)).toBeGreaterThan(asked);
  const task = relay.submissions[0]?.taskId ?? '';
  const seen = await finished(await (await discord.member('bob').slash('show', { task })).message());
  expect([published.ephemeral, seen.ephemeral]).toEqual([false, false]);
  expectClean(fixture);
});

test('a private result whose token has died meanwhile stays as it is, and is not sent by direct message', async () => {
  const fixture = await withLinked({ private: true });
  const { ann, discord, relay, message, state } = fixture;
  relay.faults.clear();
  discord.expireTokens();
  advanceClock(5_000);
  await vi.waitFor(() => expect(state()).toMatchObject({ step: 'settled' }), { timeout: 5_000 });
  expect([message.attachments, discord.dms(ann)]).toEqual([[], []]);
  expectClean(fixture);
});
