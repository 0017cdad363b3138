import { expect, test, vi } from 'vitest';
import { seenByAll } from '../app/message-reading.ts';
import { showing } from '../crash/fixture.ts';
import { createCluster, PATIENCE } from './fixture.ts';
import { jobOf, unanswered } from './verdict.ts';

const answer = { server: 'discord', method: 'POST', route: '/interactions/:interaction/:token/callback' } as const;

/** Two processes, the first answer of whichever claims the next interaction held on its way. */
async function createSlowAnswer() {
  const cluster = await createCluster({ names: ['a', 'b'], store: 'sqlite' });
  await cluster.start();
  const held = cluster.requests.hold({ ...answer, moment: 'arrived' });
  return { ...cluster, held };
}

test('repeats whose first answer comes too late are shown by another process, each once and paid once', {
  timeout: 90_000,
}, async () => {
  const cluster = await createSlowAnswer();
  const { discord, held, relay, requests } = cluster;
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox', repeat: 3 });
  const { by } = await held.caught;
  await vi.waitUntil(() => imagine.interaction.acknowledged !== null, PATIENCE);
  held.release();
  await vi.waitFor(() => expect(seenByAll(cluster)).toHaveLength(3), PATIENCE);
  for (const message of seenByAll(cluster)) await showing(message, 'U2');
  await cluster.settled();
  expect(seenByAll(cluster)).toHaveLength(3);
  expect(new Set(relay.submissions.map(({ body }) => jobOf(body))).size).toBe(3);
  expect(relay.submissions).toHaveLength(3);
  expect(unanswered([imagine])).toEqual([]);
  // Both have answered, and Discord took the answer of the one that was not held.
  const answers = requests.seen.filter(({ route, moment }) => route === answer.route && moment === 'performed');
  expect(answers.map((one) => one.by)).toContain(by);
  expect(discord.violations).toEqual([]);
});

test('a command whose first answer comes too late is answered by another process, and nothing more is told', {
  timeout: 90_000,
}, async () => {
  const cluster = await createSlowAnswer();
  const { discord, held, processes } = cluster;
  const jobs = await discord.member('ann').slash('jobs');
  await held.caught;
  await vi.waitUntil(() => jobs.interaction.acknowledged !== null, PATIENCE);
  const before = discord.messages().length;
  held.release();
  const said = () => processes.flatMap(({ lives }) => lives.map(({ stdout }) => stdout)).join('');
  await vi.waitUntil(() => said().includes('another process has answered an interaction'), PATIENCE);
  expect(discord.messages()).toHaveLength(before);
  expect(discord.violations).toEqual([]);
});
