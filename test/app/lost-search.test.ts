import { describe, expect, test, vi } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, says } from './message-reading.ts';
import { records } from './stored-records.ts';

/** A bot on a relay that lists its newest tasks and hears of callbacks. */
async function opened(options: FixtureOptions) {
  const port = String(await freePort());
  const fixture = await createFixture({
    ...options,
    env: { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` },
    relay: { profile: 'raw', manual: true },
  });
  const app = await fixture.start();
  const { discord } = fixture;
  return { ...fixture, app, ann: discord.member('ann'), ben: discord.member('ben') };
}

/** A submission whose answer gets lost although the relay made a task; its number there. */
async function losing({ relay, ann }: Awaited<ReturnType<typeof opened>>) {
  relay.faults.next('submit', 'hangButCreate');
  const imagine = await ann.slash('imagine', { prompt: 'a fox' });
  const message = await imagine.message();
  await relay.waitUntil(() => relay.tasks.size > 0);
  const [taskId = ''] = relay.tasks.keys();
  return { imagine, message, taskId };
}

describe('while lost submissions are searched', () => {
  test.concurrent('a relay that hangs over the listing of its tasks holds up nobody, and no stop', async ({
    onTestFinished,
  }) => {
    const fixture = await opened({ onTestFinished, relayDeadlines: { submit: 1_000 } });
    const { app, ben, relay } = fixture;
    relay.faults.always('recent', 'hang');
    await says((await losing(fixture)).message, 'Midjourney’s service did not answer.');
    await relay.waitUntil(() => relay.requests.some(({ path }) => path === '/mj/task/list'));

    // What the relay puts off is sent again by whatever happens every second.
    relay.faults.next('submit', { status: 429, body: '{"code":23}', headers: { 'retry-after': '1' } });
    const due = await ben.slash('imagine', { prompt: 'a cat' });
    await vi.waitFor(() => expect(records(fixture).job(due.id)).toMatchObject({ step: 'following' }), 5_000);
    expect(relay.requests.filter(({ path }) => path === '/mj/task/list')).toHaveLength(1);
    const before = performance.now();
    await app.stop();
    expect(performance.now() - before).toBeLessThan(1_500);
    expectClean(fixture);
  });

  test.concurrent('a task that cannot be fetched hides none that the listing names', async ({ onTestFinished }) => {
    const fixture = await opened({ onTestFinished, relayDeadlines: { submit: 600, fetch: 200 } });
    const { relay } = fixture;
    relay.faults.always('fetch', { status: 500, body: 'broken' });
    const { imagine, message, taskId } = await losing(fixture);
    expect(await relay.callback(taskId)).toEqual([204]);
    await vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'following' }), 6_000);
    relay.finish(taskId);
    await finished(message);
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true]);
    expectClean(fixture);
  });
});
