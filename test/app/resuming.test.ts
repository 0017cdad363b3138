import { expect, test, vi } from 'vitest';
import type { WireEvent } from '../emulator/discord/types.ts';
import { createStage } from './fixture.ts';
import { expectClean, labelsOf } from './message-reading.ts';
import { records } from './stored-records.ts';

const TRY_AGAIN = 'Try again (may cost again)';

test('after a restart a message asks to try again only when presses are heard, and the press works', async () => {
  const heard: boolean[] = [];
  const onEvent = (event: WireEvent) => {
    if (event.kind === 'edited' && labelsOf(event.message).includes(TRY_AGAIN)) heard.push(stage.discord.isReady());
  };
  const stage = await createStage({ relay: { manual: true }, discord: { onEvent } });
  const { discord, relay, start } = stage;
  const app = await start();
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a fox' });
  const message = await imagine.message();
  await vi.waitFor(() => expect(records(stage).job(imagine.id)).toMatchObject({ step: 'following' }));
  await app.stop();
  records(stage).edit('open', imagine.id, () => ({ step: 'unknown', taskId: null, since: Date.now() }));
  await start();
  await vi.waitFor(() => expect(labelsOf(message)).toContain(TRY_AGAIN));
  expect(heard).toEqual([true]);
  const again = await ann.press(message, { label: TRY_AGAIN });
  await again.message();
  await relay.waitUntil(() => relay.submissions.length === 2);
  expectClean(stage);
});
