import { expect, test, vi } from 'vitest';
import { PAUSE, STRIKES } from '../../src/jobs/submit/circuit-breaker.ts';
import { freePort } from '../emulator/free-port.ts';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll } from './message-reading.ts';

const WAITS = 'Midjourney’s service is having trouble. Your job is waiting; nothing is charged in the meantime.';
const PATIENCE = { timeout: 15_000, interval: 20 };

async function withHealth(options: FixtureOptions = {}) {
  const port = await freePort();
  const fixture = await createFixture({ ...options, env: { PORT: String(port), ...options.env } });
  await fixture.start();
  const health = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).json();
  const imagine = async (member: string) =>
    (await fixture.discord.member(member).slash('imagine', { prompt: `a fox for ${member}` })).message();
  return { ...fixture, health, imagine };
}

test.concurrent('while the relay is down jobs wait, everybody is told, and nothing is lost when it comes back', async ({
  onTestFinished,
}) => {
  const fixture = await withHealth({ onTestFinished });
  const { discord, relay, health, imagine } = fixture;
  await relay.down(true);
  const first = await imagine('ann');
  await says(first, WAITS);
  const second = await imagine('ben');
  await says(second, WAITS);
  await vi.waitFor(
    async () =>
      expect(await health()).toMatchObject({
        status: 'degraded',
        reasons: expect.arrayContaining(['submissions: the relay is in trouble, jobs wait']),
      }),
    PATIENCE,
  );
  await vi.waitFor(() => expect(discord.presences).toHaveLength(1), PATIENCE);
  expect(discord.presences[0]).toMatchObject({
    status: 'idle',
    activities: [{ type: 4, state: 'Trouble with Midjourney: new jobs wait' }],
  });

  await relay.down(false);
  await finished(first);
  await finished(second);
  expect(relay.submissions).toHaveLength(2);
  await vi.waitFor(async () => expect(await health()).toMatchObject({ status: 'ok', reasons: [] }), PATIENCE);
  await vi.waitFor(
    () => expect(discord.presences.at(-1)).toMatchObject({ status: 'online', activities: [] }),
    PATIENCE,
  );
  expect(discord.presences).toHaveLength(2);
  expectClean(fixture);
});

test.concurrent('a relay that breaks down over submissions gets no more of them than it takes to notice, until it answers', async ({
  onTestFinished,
}) => {
  const fixture = await withHealth({ onTestFinished });
  const { relay, discord, imagine } = fixture;
  relay.faults.always('submit', { status: 500, body: '<html>Internal Server Error</html>' });
  relay.faults.always('question', { status: 502, body: '<html>Bad gateway</html>' });
  const lost = [];
  for (let n = 0; n < STRIKES; n += 1) {
    lost.push(await says(await imagine(`ann ${n}`), 'Midjourney’s service did not answer.'));
  }
  const waiting = await says(await imagine('ben'), WAITS);
  const probes = () => relay.requests.filter(({ path }) => path.endsWith('/submit/modal')).length;
  const before = probes();
  await vi.waitFor(() => expect(probes()).toBeGreaterThan(before), PATIENCE);
  expect(relay.submissions).toHaveLength(STRIKES);

  relay.faults.clear();
  await finished(waiting);
  expect(relay.submissions).toHaveLength(STRIKES + 1);
  for (const message of lost) expect(labelsOf(message)).toContain('Try again (may cost again)');
  expect(seenByAll({ discord })).toEqual([...lost, waiting]);
  expectClean(fixture);
});

test.concurrent('one of those who wait tries the relay for all, and the others go on waiting when it fails', async ({
  onTestFinished,
}) => {
  const fixture = await withHealth({ onTestFinished });
  const { relay, imagine } = fixture;
  await relay.down(true);
  const messages = [];
  for (const member of ['ann', 'ben', 'cyd']) messages.push(await says(await imagine(member), WAITS));
  relay.faults.next('submit', 'reset');
  await relay.down(false);
  await relay.waitUntil(() => relay.submissions.length === 1, 2 * PAUSE.most);
  const [tried, ...others] = messages;
  if (!tried) throw new Error('nobody waits');
  await says(tried, 'Midjourney’s service did not answer.');
  for (const message of others) await says(message, WAITS);
  for (const message of others) await finished(message);
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test.concurrent('a gateway that cannot reach the server behind it costs nobody a job: all wait, and are made once when it can', async ({
  onTestFinished,
}) => {
  const fixture = await withHealth({ onTestFinished, relayDeadlines: { instant: 10_000 } });
  const { relay, imagine } = fixture;
  relay.upstream(false);
  const messages = await Promise.all(Array.from({ length: 4 }, (_, n) => imagine(`ann ${n}`)));
  for (const message of messages) await says(message, WAITS);
  relay.upstream(true);
  for (const message of messages) await finished(message);
  expect(relay.submissions.filter(({ billed }) => billed)).toHaveLength(4);
  expectClean(fixture);
});

test.concurrent('a member whose submissions alone go unanswered waits alone', async ({ onTestFinished }) => {
  const fixture = await withHealth({ onTestFinished });
  const { relay, imagine } = fixture;
  relay.faults.next('submit', { status: 500, body: '{"error":{"message":"Panic detected"}}{"code":4}' }, STRIKES);
  for (let n = 0; n < STRIKES; n += 1) await says(await imagine('ann'), 'Midjourney’s service did not answer.');
  const waiting = await says(await imagine('ann'), WAITS);
  await finished(await imagine('ben'));
  await finished(waiting);
  expect(relay.submissions).toHaveLength(STRIKES + 2);
  expect(fixture.discord.presences).toEqual([]);
  expectClean(fixture);
});
