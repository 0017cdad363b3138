import { expect, test, vi } from 'vitest';
import { createFixture, type Fixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import { pictureFile } from './pictures.ts';

const profiles = ['raw', 'gateway'] as const;

/** Whatever members were shown so far, earlier states of messages included, as Discord was sent it. */
function shownSoFar({ discord }: Pick<Fixture, 'discord'>): string {
  return JSON.stringify(discord.messages().flatMap((message) => [message, ...message.history]));
}

test.each(profiles)(
  'what is being made is shown as it gets on, and tells nobody where a %s relay is',
  async (profile) => {
    const fixture = await createFixture({ relay: { profile, manual: true, previews: true } });
    await fixture.start();
    const { discord, relay } = fixture;
    for (const [nth, wishes] of [{}, { private: true }].entries()) {
      const message = await (
        await discord.member('ann').slash('imagine', { prompt: 'a red fox', ...wishes })
      ).message();
      await relay.waitUntil(() => Boolean(relay.submissions[nth]?.taskId));
      const taskId = relay.submissions[nth]?.taskId ?? '';
      const names = new Set<string | undefined>();
      for (const percent of [16, 47, 78]) {
        relay.progress(taskId, percent);
        await vi.waitFor(() => {
          expect(textOf(message)).toContain(` ${percent}%`);
          expect(names).not.toContain(message.attachments[0]?.filename);
        }, 10_000);
        const [preview, ...others] = message.attachments;
        expect(others).toEqual([]);
        expect(preview).toMatchObject({
          contentType: 'image/webp',
          description: 'Unfinished picture of: a red fox',
        });
        expect(message.embeds[0]?.image?.url).toBe(preview?.url);
        names.add(preview?.filename);
      }
      relay.finish(taskId);
      await finished(message);
      expect(message.attachments.map(({ filename }) => filename)).toEqual(['picture-1.webp']);
    }
    expect(shownSoFar(fixture)).not.toContain(new URL(relay.url).host);
    expectClean(fixture);
  },
);

test('no answer to a question about a picture tells where the relay is', async () => {
  const fixture = await createFixture({ relay: { previews: true } });
  await fixture.start();
  const { discord, relay } = fixture;
  const ann = discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  const single = await finished(await (await ann.press(grid, { label: 'U2' })).message());
  const picker = await (await ann.press(single, { label: 'Vary (Region)' })).message();
  await vi.waitFor(() => expect(picker.attachments).toHaveLength(1), 10_000);
  const described = await finished(await (await ann.slash('describe', { image: await pictureFile() })).message());
  expect(described.embeds[0]?.thumbnail?.url).toBe(described.attachments[0]?.url);
  const history = await (await ann.slash('history')).message();
  await vi.waitFor(
    () => expect(history.embeds.map(({ thumbnail }) => typeof thumbnail?.url)).toEqual(Array(3).fill('string')),
    10_000,
  );
  await (await ann.press(grid, { label: 'ℹ️' })).message();
  await (await ann.slash('info', { of: relay.submissions[0]?.taskId ?? '' })).message();
  await (await ann.slash('show', { task: relay.submissions[0]?.taskId ?? '' })).message();
  await (await ann.slash('jobs')).message();
  expect(labelsOf(single)).toContain('Vary (Region)');
  expect(shownSoFar(fixture)).not.toContain(new URL(relay.url).host);
  expectClean(fixture);
});
