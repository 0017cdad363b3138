import { expect, test, vi } from 'vitest';
import type { WireEvent } from '../emulator/discord/types.ts';
import { createFixture } from './fixture.ts';
import { expectClean, labelsOf } from './message-reading.ts';
import { records } from './stored-records.ts';

const TRY_AGAIN = 'Try again (may cost again)';

test('after a restart a message asks to try again only when presses are heard, and the press works', async () => {
  const heard: boolean[] = [];
  const onEvent = (event: WireEvent) => {
    if (event.kind === 'edited' && labelsOf(event.message).includes(TRY_AGAIN)) heard.push(fixture.discord.isReady());
  };
  const fixture = await createFixture({ relay: { manual: true }, discord: { onEvent } });
  const { discord, relay, start } = fixture;
  const app = await start();
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a fox' });
  const message = await imagine.message();
  await vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'following' }), 10_000);
  await app.stop();
  records(fixture).edit('open', imagine.id, () => ({
    step: 'unknown',
    taskId: null,
    since: Date.now(),
    attempt: 'a1',
  }));
  await start();
  await vi.waitFor(() => expect(labelsOf(message)).toContain(TRY_AGAIN), 10_000);
  expect(heard).toEqual([true]);
  const again = await ann.press(message, { label: TRY_AGAIN });
  await again.message();
  await relay.waitUntil(() => relay.submissions.length === 2);
  expectClean(fixture);
});

test('a connection with two reasons at once to begin anew does so once, and members are heard again', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, start } = fixture;
  await start();
  discord.faults.invalidateTwice();
  await discord.waitUntil(() => discord.identifies() === 2, 20_000);
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
  await imagine.message();
  await fixture.relay.waitUntil(() => fixture.relay.submissions.length === 1);
  expect(discord.identifies()).toBe(2);
  expect(discord.sessions().filter(({ connected }) => connected)).toHaveLength(1);
  expectClean(fixture);
});
