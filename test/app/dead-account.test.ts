import { expect, test, vi } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import { createFixture } from './fixture.ts';
import { expectClean, says, textOf } from './message-reading.ts';

const PATIENCE = { timeout: 10_000, interval: 20 };
const DEGRADED = 'tasks: tasks fail for a reason of the account behind the relay';

test('a dead account behind the relay is the operator’s: told once, and seen in /healthz', async () => {
  const port = await freePort();
  const fixture = await createFixture({ relay: { manual: true }, env: { PORT: String(port) } });
  const { discord, relay, trace } = fixture;
  await fixture.start();
  const health = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).json();
  const imagine = async (member: string) =>
    (await discord.member(member).slash('imagine', { prompt: `a fox for ${member}` })).message();
  const failed = ['ann', 'ben', 'cyd'].map(async (member) => {
    const message = await imagine(member);
    const taskOf = () => relay.submissions.find(({ body }) => JSON.stringify(body).includes(`for ${member}`))?.taskId;
    await relay.waitUntil(() => Boolean(taskOf()));
    relay.fail(taskOf() ?? '', '[Blocked] Your access to Midjourney has been blocked.');
    return says(message, 'Only the people who run the bot can fix that.');
  });
  for (const message of await Promise.all(failed)) {
    expect(textOf(message)).not.toMatch(/started|word|Nothing was charged/);
  }
  expect(trace.lines.filter((line) => line.includes('only the relay’s operator can fix'))).toEqual([
    expect.stringContaining('[Blocked] Your access'),
  ]);
  await vi.waitFor(
    async () => expect(await health()).toMatchObject({ status: 'degraded', reasons: [DEGRADED] }),
    PATIENCE,
  );

  expectClean(fixture);
});
