import { expect, vi } from 'vitest';
import { createFixture, type Fixture, type FixtureOptions } from '../app/fixture.ts';
import { finished } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import type { Message } from '../emulator/discord/types.ts';

/** A bot that runs, and the grid that ann asked for, settled. */
export async function withGrid(options: FixtureOptions = {}, prompt = 'a red fox --ar 3:2 --v 7') {
  const fixture = await createFixture(options);
  await fixture.start();
  const ann = fixture.discord.member('ann');
  const { message: grid, id } = await imagined(fixture, prompt);
  const taskId = fixture.relay.submissions[0]?.taskId ?? '';
  return { ...fixture, ann, bob: fixture.discord.member('bob'), grid, jobId: id, taskId };
}

/** A result of ann's whose job has ended. */
export async function imagined(fixture: Fixture, prompt: string): Promise<{ message: Message; id: string }> {
  const imagine = await fixture.discord.member('ann').slash('imagine', { prompt });
  const message = await finished(await imagine.message());
  await settled(fixture, imagine.id);
  return { message, id: imagine.id };
}

export async function settled(fixture: Fixture, jobId: string): Promise<void> {
  await vi.waitFor(() => expect(records(fixture).job(jobId)).toMatchObject({ step: 'settled' }), 10_000);
}

/** What stands in the fields of a message's embeds, by name. */
export function fieldsOf({ embeds }: Message): Record<string, string> {
  return Object.fromEntries(embeds.flatMap(({ fields = [] }) => fields.map(({ name, value }) => [name, value])));
}

/** The label of a message's select and what it offers. */
export function offered({ components }: Message): { label: string; values: string[] }[] {
  return components
    .flatMap((row) => row.components)
    .flatMap((one) =>
      one.type === 3 ? [{ label: one.placeholder ?? '', values: one.options.map(({ value }) => value) }] : [],
    );
}
