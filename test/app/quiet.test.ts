import { expect, test, vi } from 'vitest';
import type { Message } from '../emulator/discord/types.ts';
import { createFixture, type Fixture } from './fixture.ts';
import { expectClean, finished, says } from './message-reading.ts';

const PROGRESS = 0.5;

async function tasksOf({ relay }: Fixture, count: number): Promise<string[]> {
  await relay.waitUntil(() => relay.submissions.filter(({ taskId }) => taskId).length === count, 15_000);
  return relay.submissions.flatMap(({ taskId }) => taskId ?? []);
}

/** Waits until the relay was asked for its tasks so many times more. */
async function polls({ relay }: Fixture, more: number): Promise<void> {
  const goal = relay.requests.length + more;
  await relay.waitUntil(() => relay.requests.length >= goal);
}

/** The shortest time between two edits of a message, in ms. */
function shortestPause({ history }: Message): number {
  return Math.min(...history.slice(1).map(({ at }, index) => at - (history[index]?.at ?? 0)));
}

/** How quickly a gesture is answered is not looked at here, and this process has to play fifty members at once. */
const deadlineMs = 15_000;

test('fifty jobs in one channel cost one listing per tick, few edits and no 429', async () => {
  const fixture = await createFixture({
    discord: { deadlineMs },
    relay: { manual: true, pictureSize: 64 },
    env: { POLL_SECONDS: '0.2', PROGRESS_SECONDS: String(PROGRESS), RELAY_CONCURRENCY: '50' },
  });
  const { discord, relay, start } = fixture;
  await start();
  const messages = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const imagine = await discord.member(`member ${n % 5}`).slash('imagine', { prompt: `fox ${n}` });
      return imagine.message();
    }),
  );
  const tasks = await tasksOf(fixture, 50);

  await relay.waitUntil(() => relay.requests.at(-1)?.ids?.length === 50);
  const from = relay.requests.length;
  for (const percent of [10, 30, 50]) {
    for (const id of tasks) relay.progress(id, percent);
    await polls(fixture, 2);
  }
  const listings = relay.requests.slice(from);
  expect(new Set(listings.map(({ path }) => path))).toEqual(new Set(['/mj/task/list-by-condition']));
  for (const { ids } of listings) expect(new Set(ids).size).toBe(50);
  for (const [index, { at }] of listings.slice(1).entries()) {
    expect(at - (listings[index]?.at ?? 0)).toBeGreaterThanOrEqual(190);
  }

  await Promise.all(messages.map((message) => says(message, '50%')));
  // Nothing changes any more, so nothing is edited any more.
  const edits = messages.map(({ history }) => history.length);
  await polls(fixture, 5);
  expect(messages.map(({ history }) => history.length)).toEqual(edits);
  for (const message of messages) expect(shortestPause(message)).toBeGreaterThanOrEqual(PROGRESS * 1000 - 20);

  for (const id of tasks) relay.finish(id);
  await Promise.all(messages.map(finished));
  expect(relay.submissions).toHaveLength(50);
  expectClean(fixture);
});

test('a preview whose address changes by chance only is not drawn anew', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  const message = await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message();
  const [id = ''] = await tasksOf(fixture, 1);
  relay.progress(id, 40);
  await says(message, '40%');
  const edits = message.history.length;
  await polls(fixture, 8);
  expect(message.history).toHaveLength(edits);
  relay.finish(id);
  await finished(message);
  expect(message.history).toHaveLength(edits + 1);
  expectClean(fixture);
});

test('results outlive their tokens quietly: finals of one channel take turns and no progress comes between', async () => {
  const fixture = await createFixture({ relay: { manual: true, pictureSize: 64 }, env: { PROGRESS_SECONDS: '0.2' } });
  const { discord, relay, start } = fixture;
  await start();
  const messages: Message[] = [];
  for (let n = 0; n < 6; n += 1) {
    messages.push(await (await discord.member('ann').slash('imagine', { prompt: `fox ${n}` })).message());
  }
  const tasks = await tasksOf(fixture, 6);
  discord.expireTokens();
  for (const id of tasks) relay.progress(id, 50);
  await vi.waitFor(() => expect(messages.filter(({ history }) => history.at(-1)?.by === 'bot').length).toBe(3), 8000);
  for (const id of tasks) relay.finish(id);
  await Promise.all(messages.map(finished));
  for (const { history } of messages) expect(history.at(-1)?.attachments).toHaveLength(1);
  expectClean(fixture);
});
