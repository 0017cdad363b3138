import { expect, vi } from 'vitest';
import { createFixture, type Fixture, type FixtureOptions } from '../app/fixture.ts';
import { finished } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { Message } from '../emulator/discord/types.ts';
import { settled } from '../journeys/results.ts';

/** A private result of ann's that nobody else may see, and a public one of bob's, who means harm. */
export async function withPrivateResult(options: FixtureOptions = {}) {
  const fixture = await createFixture(options);
  await fixture.start();
  const { discord, relay } = fixture;
  const [ann, bob] = [discord.member('ann'), discord.member('bob')];
  const imagine = await ann.slash('imagine', { prompt: 'a secret fox', private: true });
  const secret = await finished(await imagine.message());
  await settled(fixture, imagine.id);
  const own = await bob.slash('imagine', { prompt: 'a loud cat' });
  const loud = await finished(await own.message());
  await settled(fixture, own.id);
  const [taskId = ''] = relay.submissions.flatMap((submission) => submission.taskId ?? []);
  return { ...fixture, ann, bob, secret, secretJob: imagine.id, secretTask: taskId, loud, loudJob: own.id };
}

/** All that anybody but ann can read, files included by their names. */
export function readByOthers(messages: readonly Message[], annId: string): string {
  return JSON.stringify(messages.filter(({ viewerId }) => viewerId !== annId));
}

/** A private job of ann's that is being made; her task's number. */
export async function running(fixture: Fixture) {
  const { discord, relay } = fixture;
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a secret fox', private: true });
  const message = await imagine.message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  const taskId = relay.submissions[0]?.taskId ?? '';
  await vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'following' }), 10_000);
  return { message, jobId: imagine.id, taskId };
}
