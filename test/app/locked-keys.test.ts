import { expect, test, vi } from 'vitest';
import { freePort } from '../emulator/free-port.ts';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from './message-reading.ts';

const PATIENCE = { timeout: 10_000, interval: 20 };
const WAITS = 'Fetching it has to wait for the people who run the bot';
const OPERATOR = 'Only the people who run the bot can fix that.';

async function withHealth(options: FixtureOptions) {
  const port = await freePort();
  const fixture = await createFixture({ ...options, env: { PORT: String(port), ...options.env } });
  await fixture.start();
  return {
    ...fixture,
    health: async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).json(),
    imagine: async (member: string) =>
      (await fixture.discord.member(member).slash('imagine', { prompt: `a fox for ${member}` })).message(),
    /** What the operator reads of the key. */
    told: () => fixture.trace.lines.filter((line) => line.includes('RELAY_API_KEY')),
  };
}

test.concurrent('a key that may submit but not look submits nothing, the operator is told once, and all goes on when that is mended', async ({
  onTestFinished,
}) => {
  const fixture = await withHealth({ relay: { limitedKey: true }, onTestFinished });
  const { relay, imagine, health, told } = fixture;
  const refused = await says(await imagine('ann'), OPERATOR);
  await says(await imagine('ben'), OPERATOR);
  expect(labelsOf(refused)).toContain('Try again');
  expect(relay.submissions).toEqual([]);
  expect(told()).toEqual([expect.stringContaining('may submit, but not read its tasks: remove its model limits')]);
  await vi.waitFor(
    async () => expect(await health()).toMatchObject({ reasons: ['key: the key may not read its tasks'] }),
    PATIENCE,
  );

  relay.topUp(0);
  await vi.waitFor(async () => expect(await health()).toMatchObject({ status: 'ok' }), PATIENCE);
  await finished(await imagine('cyd'));
  expectClean(fixture);
});

test.concurrent('the last picture of a key waits for the people who run the bot, and is shown when the key is topped up', async ({
  onTestFinished,
}) => {
  const relayOptions = { keyQuota: 1, key: 'sk-emulatorkey7', manual: true, tellsAccount: false };
  const fixture = await withHealth({ relay: relayOptions, onTestFinished });
  const { relay, imagine, trace, told } = fixture;
  const last = await says(await imagine('ann'), WAITS);
  const late = await says(await imagine('ben'), OPERATOR);
  expect(relay.submissions).toHaveLength(1);
  relay.finish(relay.submissions[0]?.taskId ?? '');
  expect(told()).toEqual([expect.stringContaining('credit of RELAY_API_KEY is used up')]);
  expect(trace.lines.filter((each) => /Exhausted|could not be looked up/.test(each))).toEqual([]);
  for (const piece of ['sk-emu', 'ey7'])
    expect(trace.lines.join('\n') + textOf(last) + textOf(late)).not.toContain(piece);

  relay.topUp(1);
  await finished(last);
  expectClean(fixture);
});
