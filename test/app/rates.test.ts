import { expect, test } from 'vitest';
import { jobIdIn } from '../../src/domain/job/echo.ts';
import type { Channel, Message } from '../emulator/discord/types.ts';
import { createFixture, type Fixture } from './fixture.ts';
import { expectClean } from './message-reading.ts';

const TOGETHER = 50;
const ELSEWHERE = 150;
const JOBS = TOGETHER + ELSEWHERE;

/** How quickly a gesture is answered is not looked at here, and this process has to play everybody. */
const deadlineMs = 15_000;
const ASKED_AT_ONCE = 20;

const env = { POLL_SECONDS: '0.1', PROGRESS_SECONDS: '0.4', RELAY_CONCURRENCY: '1000' };

/** Whether a message has got its picture. */
const isFinal = ({ attachments }: Pick<Message, 'attachments'>) => attachments.length > 0;

const tells = ({ embeds }: Pick<Message, 'embeds'>, percent: number) =>
  new RegExp(`\\b${percent}%`).test(JSON.stringify(embeds));

/** The most of these times (Unix ms, ascending) that lie within one second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from, n) => times.slice(n).filter((at) => at < from + 1000).length));
}

/** So many /imagine by members of whom nobody has many; answers with their messages. */
async function ask({ discord }: Fixture, count: number, channelOf: (n: number) => Channel): Promise<Message[]> {
  const messages: Message[] = [];
  while (messages.length < count) {
    const asking = Array.from({ length: Math.min(ASKED_AT_ONCE, count - messages.length) }, async (_, more) => {
      const n = messages.length + more;
      const member = discord.member(`member ${n % 40}`);
      const gesture = await member.slash('imagine', { prompt: `fox ${n}` }, { channel: channelOf(n) });
      return gesture.message();
    });
    messages.push(...(await Promise.all(asking)));
  }
  return messages;
}

/** Waits until the relay has so many tasks and the bot is asking after them. */
async function tasksOf({ relay }: Fixture, count: number): Promise<string[]> {
  await relay.waitUntil(() => relay.tasks.size === count, 30_000);
  return [...relay.tasks.keys()];
}

test('two hundred jobs progressing at once, fifty of them in one channel, cost no 429', async () => {
  const fixture = await createFixture({ discord: { deadlineMs }, relay: { manual: true, pictureSize: 64 }, env });
  const { discord, relay, start } = fixture;
  await start();
  const busy = discord.channel();
  const others = Array.from({ length: 10 }, (_, n) => discord.channel(`channel ${n}`));
  const messages = await ask(fixture, JOBS, (n) => (n < TOGETHER ? busy : (others[n % others.length] ?? busy)));
  const tasks = await tasksOf(fixture, JOBS);

  for (const percent of [10, 40, 70]) {
    for (const id of tasks) relay.progress(id, percent);
    await discord.waitUntil(() => messages.every((message) => tells(message, percent)), 60_000);
  }
  const edits = discord.requests.filter(({ route, method }) => method === 'PATCH' && route.includes('webhooks'));
  // More than the bot as such may ask for: what carries an interaction's token does not wait for that.
  expect(mostInASecond(edits.map(({ at }) => at))).toBeGreaterThan(60);

  for (const id of tasks) relay.finish(id);
  await discord.waitUntil(() => messages.every(isFinal), 60_000);
  expect(relay.submissions).toHaveLength(JOBS);
  expectClean(fixture);
}, 80_000);

test('where the bot edits as itself, the results of a busy channel go first and progress is dropped, not put off', async () => {
  const fixture = await createFixture({ discord: { deadlineMs }, relay: { manual: true, pictureSize: 64 }, env });
  const { discord, relay, start } = fixture;
  await start();
  const messages = await ask(fixture, TOGETHER, () => discord.channel());
  const tasks = await tasksOf(fixture, TOGETHER);
  for (const id of tasks) relay.progress(id, 20);
  await discord.waitUntil(() => messages.every((message) => tells(message, 20)), 60_000);
  discord.expireTokens();

  for (const id of tasks) relay.progress(id, 40);
  const byBot = () => messages.filter(({ history }) => history.some(({ by }) => by === 'bot'));
  await discord.waitUntil(() => byBot().length === 3);
  // Five results of fifty; the rest go on.
  const first = messages.filter((message) => !byBot().includes(message)).slice(-5);
  const finishing = first.map(({ interactionId }) => taskOf(fixture, interactionId));
  const finishedAt = Date.now();
  for (const id of tasks) relay.progress(id, 60);
  for (const id of finishing) relay.finish(id);
  await discord.waitUntil(() => first.every(isFinal), 60_000);

  const between = messages
    .filter((message) => !first.includes(message))
    .flatMap(({ history }) => history)
    .filter(({ at, by }) => by === 'bot' && at > finishedAt + 500);
  const last = Math.max(...first.map(({ history }) => history.at(-1)?.at ?? 0));
  expect(between.filter(({ at }) => at < last)).toEqual([]);
  // The forty per cent that found no place are never told: what follows is newer.
  const told = messages.flatMap(({ history }) => history.filter(({ by }) => by === 'bot'));
  expect(told.filter((edit) => tells(edit, 40))).toHaveLength(3);
  expectClean(fixture);
}, 80_000);

/** The relay's task of a gesture. */
function taskOf({ relay }: Fixture, interactionId: string | null): string {
  const task = relay.tasks.values().find(({ state }) => jobIdIn(state) === interactionId);
  if (!task) throw new Error(`the relay has no task of ${interactionId}`);
  return task.id;
}
