import { expect, test, vi } from 'vitest';
import { delivering, following, openPresenter, POST, place, progressAt, received } from './fixture.ts';
import { refusal } from './recording-discord.ts';

test('a stop ends waiting progress at once', async () => {
  const { presenter, discord, clock } = await openPresenter();
  presenter.show(following, progressAt(10));
  await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
  await vi.waitFor(() => {
    presenter.show(following, progressAt(20));
    expect(clock.pendingPauses()).toBe(1);
  }, 10_000);
  await presenter.stop();
  expect(clock.pendingPauses()).toBe(0);
  presenter.show(following, progressAt(30));
  expect(discord.requests).toHaveLength(1);
});

test('a stop waits for a result on its way', async () => {
  const { presenter, discord } = await openPresenter({ stopMs: 20_000 });
  const held = Promise.withResolvers<null>();
  discord.rule(() => held.promise);
  const delivery = presenter.deliver(delivering());
  await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
  const stopped = presenter.stop();
  held.resolve(null);
  expect(await delivery).toMatchObject({ kind: 'shown' });
  await stopped;
});

test('a stop does not wait for ever: the result is delivered after the restart', async () => {
  const { presenter, discord } = await openPresenter({ stopMs: 50 });
  discord.rule(() => new Promise(() => {}));
  const delivery = presenter.deliver(delivering());
  await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
  await presenter.stop();
  expect(await delivery).toMatchObject({ kind: 'later' });
  expect(await presenter.deliver(delivering())).toMatchObject({ kind: 'later' });
  expect(await presenter.exists(place)).toBe('unseen');
});

test('whether a message exists is asked as the bot', async () => {
  const { presenter, discord } = await openPresenter();
  expect(await presenter.exists(place)).toBe('yes');
  discord.answer('GET', /messages/, refusal(403, 50001), 1);
  expect(await presenter.exists(place)).toBe('unseen');
  discord.answer('GET', /messages/, refusal(404, 10008), 1);
  expect(await presenter.exists(place)).toBe('no');
  discord.answer('GET', /messages/, 'hang up');
  expect(await presenter.exists(place)).toBe('unseen');
});

test('a notice mentions the requester and nobody else, once', async () => {
  const { presenter, discord } = await openPresenter();
  await presenter.notify(delivering(), place);
  await presenter.notify({ ...delivering(), private: true }, place);
  expect(discord.lines()).toEqual([`POST ${POST}`]);
  expect(discord.requests[0]?.body).toMatchObject({
    content: expect.stringContaining(`<@${received.requester.id}>`),
    allowed_mentions: { parse: [], users: [received.requester.id] },
    message_reference: { message_id: place.messageId, fail_if_not_exists: false },
    nonce: `n${received.id}`,
    enforce_nonce: true,
  });
});

test('a notice that cannot be posted troubles nobody', async () => {
  const { presenter, discord, logged } = await openPresenter();
  discord.answer('POST', /messages$/, refusal(403, 50013));
  await presenter.notify(delivering(), place);
  expect(logged.map(({ level }) => level)).toEqual(['info']);
});
