import { expect, test, vi } from 'vitest';
import type { Message } from '../emulator/discord/types.ts';
import type { Exchange, RelayOptions } from '../emulator/relay/options.ts';
import { advanceClock } from './advance-clock.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished, labelsOf, says, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

/** A single picture behind a gateway, whose Custom Zoom has its text: the gateway has two entries for its task. */
async function withZoom(relayOptions: RelayOptions) {
  const exchanges: Exchange[] = [];
  const onExchange = (exchange: Exchange) => void exchanges.push(exchange);
  const fixture = await createFixture({ relay: { profile: 'gateway', onExchange, ...relayOptions } });
  await fixture.start();
  const { discord, relay } = fixture;
  const ann = discord.member('ann');
  const grid = await finished(await (await ann.slash('imagine', { prompt: 'a red fox' })).message());
  const single = await finished(await (await ann.press(grid, { label: 'U2' })).message());
  const modal = await (await ann.press(single, { label: 'Custom Zoom' })).modal();
  const zoom = await ann.submit(modal, { zoom: '1.4' });
  const taskId = await vi.waitFor(() => {
    const task = [...relay.tasks.values()].find(({ kind, status }) => kind === 'customZoom' && status === 'SUCCESS');
    if (!task) throw new Error('the zoom is not made yet');
    return task.id;
  }, 10_000);
  const pictures = () =>
    exchanges.flatMap(({ path, status }) => (path.startsWith(`/mj/image/${taskId}`) ? [status] : []));
  return { ...fixture, ann, grid, zoom, message: await zoom.message(), taskId, pictures };
}

/** The states of a message that showed a result without its picture. */
const linked = (message: Message) =>
  [message, ...message.history].filter((state) => labelsOf(state).includes('U1') && state.attachments.length === 0);

test('the result of a window is shown with its picture when both of a gateway’s entries have it, and is pressed at once', async () => {
  const fixture = await withZoom({});
  const { ann, message, pictures } = fixture;
  await finished(message);
  expect(linked(message)).toEqual([]);
  expect(pictures()).toEqual([200]);
  await finished(await (await ann.press(message, { label: 'U1' })).message());
  expectClean(fixture);
});

test('where the second entry never ends, the first one is believed after 20 s, and the picture follows when it can be had', async () => {
  const fixture = await withZoom({ rowsApartMs: 60_000 });
  const { ann, relay, message, pictures, taskId } = fixture;
  const looks = () => relay.requests.filter(({ path }) => path.endsWith('list-by-condition')).length;
  const before = looks();
  await relay.waitUntil(() => looks() > before + 2);
  expect(pictures()).toEqual([]);
  advanceClock(20_000);
  await vi.waitFor(() => expect(pictures().at(-1)).toBe(500), 10_000);
  expect(labelsOf(message)).not.toContain('U1');
  advanceClock(20_000);
  await vi.waitFor(() => expect(labelsOf(message)).toContain('U1'), 10_000);
  expect(message.attachments).toEqual([]);

  const upscale = await (await ann.press(message, { label: 'U1' })).message();
  await vi.waitFor(() => expect(textOf(upscale)).toContain('One moment: Midjourney’s service'), 10_000);
  expect([upscale, ...upscale.history].map(textOf).join()).not.toContain('full');
  relay.catchUp(taskId);
  advanceClock(5_000);
  await Promise.all([finished(message), finished(upscale)]);
  expectClean(fixture);
});

test.each([
  ['HTTP 500', { status: 500, body: '{"error":"http_get_image_failed"}' }],
  ['HTTP 502 with a web page', { status: 502, body: '<html></html>', contentType: 'text/html' }],
] as const)(
  'a result whose picture meets %s is shown with a link after 20 s, with buttons that work',
  async (_, fault) => {
    const fixture = await createFixture();
    await fixture.start();
    const { discord, relay } = fixture;
    const ann = discord.member('ann');
    relay.faults.always('picture', fault);
    const message = await (await ann.slash('imagine', { prompt: 'a red fox' })).message();
    await relay.waitUntil(() => relay.requests.some(({ path }) => path.startsWith('/mj/image/')));
    advanceClock(20_000);
    await says(message, / sec · cost: 1 job$/);
    expect(message.attachments).toEqual([]);
    expect(message.embeds[0]?.image?.url).toContain(`/mj/image/${relay.submissions[0]?.taskId}`);
    relay.faults.clear();
    await finished(await (await ann.press(message, { label: 'U1' })).message());
    expect(relay.submissions.map(({ billed }) => billed)).toEqual([true, true]);
    expectClean(fixture);
  },
);

test('a picture of the relay’s own that cannot be sent for a moment is asked for again before any link is shown', async () => {
  const fixture = await createFixture();
  await fixture.start();
  const { discord, relay } = fixture;
  relay.faults.next('picture', { status: 500, body: '{"error":"http_get_image_failed"}' });
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a red fox' });
  const message = await imagine.message();
  await vi.waitFor(() => expect(records(fixture).job(imagine.id)).toMatchObject({ step: 'delivering' }), 10_000);
  await relay.waitUntil(() => relay.requests.some(({ path }) => path.startsWith('/mj/image/')));
  advanceClock(2_000);
  await finished(message);
  expect(linked(message)).toEqual([]);
  expectClean(fixture);
});
