import { expect, test, vi } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from '../app/message-reading.ts';
import { withGrid } from './results.ts';

test.each(['gateway', 'raw'] as const)(
  'a banned word is named, and “Edit and try again” makes it right (%s)',
  async (profile) => {
    const fixture = await createFixture({ relay: { profile, bannedWords: ['gore'] } });
    const { discord, relay, start } = fixture;
    await start();
    const ann = discord.member('ann');
    const failed = await says(
      await (await ann.slash('imagine', { prompt: 'a fox with gore --ar 3:2' })).message(),
      /does not allow “gore”/,
    );
    expect(labelsOf(failed)).toEqual(['Edit and try again']);
    const modal = await (await ann.press(failed, { label: 'Edit and try again' })).modal();
    expect(modal.title).toBe('Edit the prompt');
    const again = await (await ann.submit(modal, { 'prompt::0::glue': 'a fox with berries --niji 6' })).message();
    await finished(again);
    expect(again.id).not.toBe(failed.id);
    expect(relay.submissions[1]?.body).toMatchObject({
      prompt: 'a fox with berries --niji 6',
      botType: 'NIJI_JOURNEY',
    });
    expectClean(fixture);
  },
);

test('an invalid parameter found out later can be edited away, privately when it was private', async () => {
  const fixture = await createFixture({ relay: { manual: true } });
  const { discord, relay, start } = fixture;
  await start();
  const ann = discord.member('ann');
  const failed = await (await ann.slash('imagine', { prompt: 'a fox', private: true })).message();
  await relay.waitUntil(() => Boolean(relay.submissions[0]?.taskId));
  relay.fail(relay.submissions[0]?.taskId ?? '', '[Invalid parameter] too odd');
  await says(failed, 'does not understand a parameter');
  const modal = await (await ann.press(failed, { label: 'Edit and try again' })).modal();
  const empty = await (await ann.submit(modal, { 'prompt::0::glue': ' ' })).message();
  expect(textOf(empty)).toBe('Write what you want to see.');
  const again = await (await ann.submit(modal, { 'prompt::0::glue': 'an even fox' })).message();
  expect(again.ephemeral).toBe(true);
  await relay.waitUntil(() => Boolean(relay.submissions[1]?.taskId));
  relay.finish(relay.submissions[1]?.taskId ?? '');
  await finished(again);
  expectClean(fixture);
});

test('“Edit and try again” below a Custom Zoom that failed asks for its words again', async () => {
  const fixture = await withGrid({ relay: { bannedWords: ['gore'] } });
  const { ann, relay, grid } = fixture;
  const single = await finished(await (await ann.press(grid, { label: 'U1' })).message());
  const zoom = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  const failing = await ann.submit(zoom, { zoom: '1.5', 'prompt::0::glue': 'gore around it' });
  const failed = await failing.message();
  await says(failed, /does not allow “gore”/);
  // Nobody writes a prompt within the two seconds of a double click.
  await vi.waitFor(() => expect(Date.now() - failing.interaction.createdAt).toBeGreaterThan(2050), { timeout: 4000 });
  const modal = await (await ann.press(failed, { label: 'Edit and try again' })).modal();
  await finished(await (await ann.submit(modal, { 'prompt::0::glue': 'snow around it --zoom 1.5' })).message());
  expect(relay.submissions.at(-1)).toMatchObject({ endpoint: 'modal', body: { prompt: 'snow around it --zoom 1.5' } });
  expectClean(fixture);
});
