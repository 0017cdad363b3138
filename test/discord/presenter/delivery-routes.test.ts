import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../../src/domain/job/outcome.ts';
import { delivering, EDIT, ORIGINAL, openPresenter, POST, pictures, place, received } from './fixture.ts';
import { CHANNEL, DM, type Reaction, refusal } from './recording-discord.ts';

const original = /@original$/;
const edit = new RegExp(`${EDIT}$`);
const post = new RegExp(`${POST}$`);
const withoutToken = { ...delivering(), reply: null };

describe('a result is delivered by the best route left', () => {
  test('by the living interaction token', async () => {
    const { presenter, discord } = await openPresenter();
    const delivery = await presenter.deliver(delivering());
    expect(delivery).toMatchObject({ kind: 'shown', place });
    expect(delivery.kind === 'shown' && delivery.buttons.map(({ customId }) => customId)).toEqual([
      pictures.buttons[0].customId,
    ]);
    expect(discord.lines()).toEqual([`PATCH ${ORIGINAL}`]);
    expect(discord.requests[0]?.authorization).toBeUndefined();
  });

  test('by the bot when the token is gone', async () => {
    const { presenter, discord } = await openPresenter();
    expect(await presenter.deliver(withoutToken)).toMatchObject({ kind: 'shown', place });
    expect(discord.lines()).toEqual([`PATCH ${EDIT}`]);
    expect(discord.requests[0]?.authorization).toBe('Bot bot-token');
  });

  test('by the bot when the token is about to die', async () => {
    const { presenter, discord, clock } = await openPresenter();
    clock.advance(15 * 60_000 - 4_000);
    await presenter.deliver(delivering());
    expect(discord.lines()).toEqual([`PATCH ${EDIT}`]);
  });

  test.each([
    ['dies before its time', refusal(401, 50027)],
    ['is unknown', refusal(404, 10015)],
    ['is refused without a code', refusal(401, 0)],
  ])('by the bot when the token %s', async (_, reaction) => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', original, reaction);
    expect(await presenter.deliver(delivering())).toMatchObject({ kind: 'shown', place });
    expect(discord.lines()).toEqual([`PATCH ${ORIGINAL}`, `PATCH ${EDIT}`]);
  });

  // A reply takes a thread out of the archive, so that the first message can be told where its result is.
  test.each([
    ['is too old', 30046, []],
    ['lies in an archived thread', 50083, [`PATCH ${EDIT}`]],
    ['may not be edited', 50005, []],
  ])('by a new reply when the message %s', async (_, code, told) => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', edit, refusal(400, code));
    const delivery = await presenter.deliver(withoutToken);
    expect(delivery).toMatchObject({ kind: 'shown', place: { guildId: place.guildId, channelId: CHANNEL } });
    expect(delivery.kind === 'shown' && delivery.place.messageId).not.toBe(place.messageId);
    expect(discord.lines()).toEqual([`PATCH ${EDIT}`, `POST ${POST}`, ...told]);
    expect(discord.requests[1]?.body).toMatchObject({
      message_reference: { message_id: place.messageId, fail_if_not_exists: false },
      nonce: received.id,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
    });
  });

  test('without the reference where it may not read the history', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', edit, refusal(400, 30046));
    discord.rule(({ body }) => (body.message_reference ? refusal(400, 160002) : null));
    expect(await presenter.deliver(withoutToken)).toMatchObject({ kind: 'shown', place: { channelId: CHANNEL } });
    expect(discord.requests.at(-1)?.body).not.toHaveProperty('message_reference');
  });

  test('by a DM where the bot cannot see the channel', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', edit, refusal(403, 50001));
    discord.answer('POST', post, refusal(403, 50001));
    expect(await presenter.deliver(withoutToken)).toMatchObject({
      kind: 'shown',
      place: { guildId: null, channelId: DM },
    });
    expect(discord.lines().slice(2)).toEqual(['POST /users/@me/channels', `POST /channels/${DM}/messages`]);
    expect(discord.requests[2]?.body).toEqual({ recipient_id: received.requester.id });
  });

  test('to nobody when even the DM is closed', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', edit, refusal(404, 10003));
    discord.answer('POST', /messages$/, refusal(403, 50007));
    expect(await presenter.deliver(withoutToken)).toEqual({ kind: 'kept' });
  });

  test('with a failed outcome as well', async () => {
    const { presenter, discord } = await openPresenter();
    const outcome: Outcome = { kind: 'failed', reason: { kind: 'taskFailed', detail: 'out of paint' } };
    discord.answer('PATCH', edit, refusal(400, 30046));
    expect(await presenter.deliver({ ...delivering(outcome), reply: null })).toMatchObject({
      kind: 'shown',
      buttons: [],
    });
    expect(JSON.stringify(discord.requests.at(-1)?.body)).toContain('out of paint');
  });
});

describe('a private result', () => {
  const privateResult = { ...delivering(), private: true };

  test('is shown by its token', async () => {
    const { presenter, discord } = await openPresenter();
    expect(await presenter.deliver(privateResult)).toMatchObject({ kind: 'shown', place });
    expect(discord.lines()).toEqual([`PATCH ${ORIGINAL}`]);
  });

  test('never reaches the channel once the token is gone', async () => {
    const { presenter, discord } = await openPresenter();
    expect(await presenter.deliver({ ...privateResult, reply: null })).toMatchObject({ place: { channelId: DM } });
    expect(discord.lines().some((line) => line.includes(CHANNEL))).toBe(false);
  });

  test('goes to the DM when its message was dismissed', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', original, refusal(404, 10008));
    expect(await presenter.deliver(privateResult)).toMatchObject({ kind: 'shown', place: { channelId: DM } });
  });

  test('is kept when the DM is closed', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('POST', /messages$/, refusal(403, 50007));
    expect(await presenter.deliver({ ...privateResult, reply: null })).toEqual({ kind: 'kept' });
  });
});

describe('a result is not', () => {
  test.each([
    ['token', delivering(), original],
    ['bot', withoutToken, edit],
  ])('posted again when its message was deleted (%s)', async (_, job, path) => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', path, refusal(404, 10008));
    expect(await presenter.deliver(job)).toEqual({ kind: 'deleted' });
    expect(discord.requests).toHaveLength(1);
  });

  test('given up while Discord is in trouble, nor moved elsewhere', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', original, { status: 503 });
    const delivery = await presenter.deliver(delivering());
    expect(delivery).toMatchObject({ kind: 'later' });
    expect(delivery.kind === 'later' && delivery.retryAfter).toBeGreaterThan(0);
    expect(new Set(discord.lines())).toEqual(new Set([`PATCH ${ORIGINAL}`]));
  });

  test('waited for longer than a few seconds when Discord limits', async () => {
    const { presenter, discord, clock } = await openPresenter();
    discord.answer('PATCH', edit, {
      status: 429,
      headers: { 'retry-after': '60' },
      body: { message: 'slow down', retry_after: 60, global: false },
    });
    for (const id of ['1', '2']) {
      const delivery = await presenter.deliver({ ...withoutToken, id });
      expect(delivery.kind === 'later' && delivery.retryAfter).toBeGreaterThanOrEqual(60_000);
    }
    expect(discord.requests).toHaveLength(1);
    clock.advance(61_000);
    await presenter.deliver({ ...withoutToken, place: { ...place, channelId: '200000000000000002' } });
    expect(discord.requests).toHaveLength(2);
  });

  test('given up over a short limit', async () => {
    const { presenter, discord } = await openPresenter();
    const limited = { status: 429, headers: { 'retry-after': '0.05' }, body: { retry_after: 0.05 } };
    discord.answer('PATCH', edit, limited, 1);
    expect(await presenter.deliver(withoutToken)).toMatchObject({ kind: 'shown' });
    expect(discord.requests).toHaveLength(2);
  });

  test('posted twice when the delivery is repeated after a crash', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', edit, refusal(400, 30046));
    const first = await presenter.deliver(withoutToken);
    expect(await presenter.deliver(withoutToken)).toEqual(first);
    const nonces = discord.requests.filter(({ method }) => method === 'POST').map(({ body }) => body.nonce);
    expect(nonces).toEqual([received.id, received.id]);
  });
});

test('whatever Discord answers, the presenter answers', async () => {
  const { presenter, discord, clock } = await openPresenter();
  const status = fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 413, 418, 500, 502, 599);
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.record({ code: fc.nat(180_000), message: fc.string() }).map((value) => JSON.stringify(value)),
  );
  const type = fc.constantFrom('application/json', 'text/html', 'application/octet-stream');
  let reaction: Reaction = { status: 200 };
  discord.rule(() => reaction);
  await fc.assert(
    fc.asyncProperty(status, body, type, fc.nat(), async (code, raw, contentType, n) => {
      reaction = { status: code, raw, headers: { 'content-type': contentType } };
      clock.advance(10_000);
      expect(['shown', 'absent', 'unsure']).toContain((await presenter.find(received)).kind);
      expect(['shown', 'absent', 'unsure']).toContain((await presenter.acknowledge(received)).kind);
      expect(['yes', 'no', 'unseen']).toContain(await presenter.exists(place));
      const job = { ...delivering(), id: String(n), reply: n % 2 ? received.reply : null };
      expect(['shown', 'deleted', 'kept', 'later']).toContain((await presenter.deliver(job)).kind);
    }),
    { numRuns: 60 },
  );
});

test('no log line carries a token', async () => {
  const { presenter, discord, logged } = await openPresenter();
  discord.answer('PATCH', original, refusal(401, 50027));
  discord.answer('PATCH', edit, { status: 500 });
  await presenter.deliver(delivering());
  expect(logged.length).toBeGreaterThan(0);
  expect(JSON.stringify(logged)).not.toMatch(/interaction-token|bot-token/);
});

test('a result that has to be posted below its own first message is not taken for a repeat of that message', async () => {
  const { presenter, discord } = await openPresenter();
  const request = { kind: 'show', taskId: '9', ours: true } as const;
  const further = { ...received, id: `${received.id}-f2`, request, reply: null };
  await presenter.acknowledge(further);
  discord.answer('PATCH', /./, refusal(403, 50_005));
  expect(await presenter.deliver({ ...delivering(), id: further.id, reply: null })).toMatchObject({ kind: 'shown' });
  const posted = discord.requests.filter(({ method }) => method === 'POST').map(({ body }) => body.nonce);
  expect(posted).toHaveLength(2);
  expect(new Set(posted).size).toBe(2);
});

describe('a result whose message the bot has posted as itself', () => {
  const posted = { ...delivering(), postedByBot: true } as const;

  test.each([50_001, 50_013])('waits for a channel that was closed to the bot meanwhile (%i)', async (code) => {
    const { presenter, discord, clock } = await openPresenter();
    discord.answer('PATCH', edit, refusal(403, code), 2);
    expect(await presenter.deliver(posted)).toMatchObject({ kind: 'later' });
    clock.advance(20_000);
    expect(await presenter.deliver(posted)).toMatchObject({ kind: 'later' });
    clock.advance(20_000);
    expect(await presenter.deliver(posted)).toMatchObject({ kind: 'shown', place });
    expect(discord.lines()).toEqual([`PATCH ${EDIT}`, `PATCH ${EDIT}`, `PATCH ${EDIT}`]);
  });

  test('goes to its requester after a minute, and the message is told where it is once the channel is open again', async () => {
    const { presenter, discord, clock } = await openPresenter();
    let isClosed = true;
    discord.rule(({ path }) => (isClosed && (edit.test(path) || post.test(path)) ? refusal(403, 50_001) : null));
    expect(await presenter.deliver(posted)).toMatchObject({ kind: 'later' });
    clock.advance(61_000);
    expect(await presenter.deliver(posted)).toMatchObject({ kind: 'shown' });
    expect(discord.lines()).toContain(`POST ${ORIGINAL.replace('/messages/@original', '')}`);
    await vi.waitFor(() => expect(clock.pendingPauses()).toBe(1), 10_000);
    isClosed = false;
    const before = discord.requests.length;
    clock.advance(2_000);
    await vi.waitFor(() => expect(discord.lines().slice(before)).toEqual([`PATCH ${EDIT}`]), 10_000);
    expect(JSON.stringify(discord.requests.at(-1)?.body)).toContain('It is finished');
  });

  test('does not wait for a channel that is gone', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', edit, refusal(404, 10_003));
    discord.answer('POST', post, refusal(404, 10_003));
    expect(await presenter.deliver(posted)).toMatchObject({ kind: 'shown' });
  });
});
