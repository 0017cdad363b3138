import { expect, vi } from 'vitest';
import type { OptionValues } from '../emulator/discord/options.ts';
import { createFixture, type FixtureOptions } from './fixture.ts';
import { records } from './stored-records.ts';

/** A bot with an imagine of ann's, whose picture is finished when the test says so. */
export async function beginJob(options: FixtureOptions, wishes: OptionValues = {}) {
  const fixture = await createFixture({ ...options, relay: { manual: true } });
  const { discord, relay } = fixture;
  await fixture.start();
  const ann = discord.member('ann');
  const imagine = await ann.slash('imagine', { prompt: 'a fox', ...wishes });
  const message = await imagine.message();
  const finishNewest = () => relay.finish([...relay.tasks.keys()].at(-1) ?? '');
  await relay.waitUntil(() => relay.tasks.size === 1);
  const [taskId = ''] = relay.tasks.keys();
  const settled = () =>
    vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'settled' }), { timeout: 10_000 });
  return { ...fixture, ann, message, taskId, finish: finishNewest, settled };
}

export type BegunJob = Awaited<ReturnType<typeof beginJob>>;

/** Presses the first upscale below a message, which is made and paid for. */
export async function expectButtonsWork({ ann, relay }: BegunJob, message: BegunJob['message']): Promise<void> {
  await ann.press(message, { label: 'U1' });
  await relay.waitUntil(() => relay.submissions.length === 2);
}
