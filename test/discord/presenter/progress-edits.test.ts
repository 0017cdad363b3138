import { describe, expect, test, vi } from 'vitest';
import { WINDOW } from '../../../src/discord/presenter/edit-budget.ts';
import type { JobIn } from '../../../src/domain/job/job.ts';
import { enter } from '../../../src/domain/job/job.ts';
import {
  CREATED_AT,
  delivering,
  EDIT,
  following,
  ORIGINAL,
  openPresenter,
  place,
  progressAt,
  received,
  waiting,
} from './fixture.ts';
import { type Received, refusal } from './recording-discord.ts';

const patch = /messages/;
/** The same job after its interaction token died. */
const withoutToken = { ...following, reply: null };

function percents(requests: readonly Received[]): string[] {
  return requests.map(({ body }) => /(\d+)\s?%/.exec(JSON.stringify(body.embeds))?.[1] ?? '');
}

/** discord.js sends the edits of one channel one after another; those of another are not held up. */
const elsewhere = { ...place, channelId: '200000000000000002', messageId: '800000000000000001' };

/** A job of its own message in the same channel. */
function otherJob(n: number): JobIn<'following'> {
  const messageId = String(BigInt(place.messageId) + BigInt(n));
  return { ...withoutToken, id: `${withoutToken.id}${n}`, place: { ...place, messageId } };
}

describe('progress', () => {
  test('shows the newest state, once per interval', async () => {
    const { presenter, discord, clock } = await openPresenter();
    presenter.show(following, progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    await vi.waitFor(() => {
      presenter.show(following, progressAt(20));
      expect(clock.pendingPauses()).toBe(1);
    }, 10_000);
    presenter.show(following, progressAt(30));
    clock.advance(4_999);
    presenter.show(following, progressAt(40));
    expect(discord.requests).toHaveLength(1);
    clock.advance(1);
    await vi.waitFor(() => expect(percents(discord.requests)).toEqual(['10', '40']), 10_000);
    expect(discord.lines()[0]).toBe(`PATCH ${ORIGINAL}`);
  });

  test('is not shown while another process may show a newer state, and is once it is certain that none does', async () => {
    let isCertain = false;
    const asked = vi.fn(() => isCertain);
    const { presenter, discord } = await openPresenter({ mayShow: asked, progressSeconds: 0 });
    presenter.show(following, progressAt(10));
    await vi.waitFor(() => expect(asked).toHaveBeenCalled(), 10_000);
    isCertain = true;
    presenter.show(following, progressAt(20));
    await vi.waitFor(() => expect(percents(discord.requests)).toEqual(['20']), 10_000);
  });

  test('has one request in flight per message', async () => {
    const { presenter, discord, clock } = await openPresenter({ progressSeconds: 0 });
    const held = Promise.withResolvers<null>();
    discord.rule(() => held.promise);
    presenter.show(following, progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    for (const percent of [20, 30, 40]) {
      clock.advance(10_000);
      presenter.show(following, progressAt(percent));
    }
    held.resolve(null);
    await vi.waitFor(() => expect(percents(discord.requests)).toEqual(['10', '40']), 10_000);
  });

  test('sends nothing when nothing changed but the preview address of the relay', async () => {
    const { presenter, discord, clock } = await openPresenter();
    presenter.show(following, progressAt(10, 'https://relay.example/p.png?rand=1'));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    for (const rand of [2, 3, 4]) {
      await vi.waitFor(() => {
        presenter.show(following, progressAt(10, `https://relay.example/p.png?rand=${rand}`));
        clock.advance(6_000);
      }, 10_000);
    }
    presenter.show(following, progressAt(11, 'https://relay.example/p.png?rand=5'));
    await vi.waitFor(() => {
      clock.advance(6_000);
      expect(discord.requests).toHaveLength(2);
    }, 10_000);
    expect(percents(discord.requests)).toEqual(['10', '11']);
  });

  test('does not repeat the first answer, and waits before the first edit', async () => {
    const { presenter, discord, clock } = await openPresenter();
    await presenter.acknowledge(received);
    const callback = discord.requests.length;
    presenter.show(waiting, progressAt(0));
    presenter.show(following, progressAt(5));
    await vi.waitFor(() => expect(clock.pendingPauses()).toBe(1), 10_000);
    expect(discord.requests).toHaveLength(callback);
    clock.advance(1_000);
    await vi.waitFor(() => expect(percents(discord.requests.slice(callback))).toEqual(['5']), 10_000);
  });

  test('goes on by the bot when the token dies', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', /@original$/, refusal(401, 50027));
    presenter.show(following, progressAt(10));
    await vi.waitFor(() => expect(discord.lines()).toEqual([`PATCH ${ORIGINAL}`, `PATCH ${EDIT}`]), 10_000);
  });

  test('takes at most three edits per five seconds in a channel, and leaves room for results', async () => {
    const { presenter, discord, clock } = await openPresenter();
    for (let n = 0; n < 6; n += 1) presenter.show(otherJob(n), progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3), 10_000);
    await presenter.deliver({ ...delivering(), id: 'x1', reply: null });
    await presenter.deliver({ ...delivering(), id: 'x2', reply: null });
    expect(discord.requests).toHaveLength(5);
    const third = presenter.deliver({ ...delivering(), id: 'x3', reply: null });
    await vi.waitFor(() => expect(clock.pendingPauses()).toBeGreaterThanOrEqual(4), 10_000);
    expect(discord.requests).toHaveLength(5);
    clock.advance(WINDOW);
    expect(await third).toMatchObject({ kind: 'shown' });
    await vi.waitFor(() => {
      clock.advance(WINDOW);
      expect(discord.requests).toHaveLength(9);
    }, 10_000);
  });

  test('of a private job ends with its token', async () => {
    const { presenter, discord } = await openPresenter();
    presenter.show({ ...withoutToken, private: true }, progressAt(10));
    presenter.show(otherJob(1), progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    expect(discord.lines()[0]).not.toContain(place.messageId);
  });

  test('leaves messages alone that are almost an hour old, but tells what matters', async () => {
    const { presenter, discord, clock } = await openPresenter();
    clock.advance(56 * 60_000);
    presenter.show(withoutToken, progressAt(10));
    const overdue = enter(withoutToken, {
      step: 'overdue',
      place,
      taskId: 't',
      acceptedAt: CREATED_AT,
      modalSent: false,
    });
    await vi.waitFor(() => {
      presenter.show(overdue, progressAt(10));
      expect(discord.lines()).toEqual([`PATCH ${EDIT}`]);
    }, 10_000);
    expect(percents(discord.requests)).toEqual(['']);
  });

  test('does not try a deleted message again', async () => {
    const { presenter, discord, clock } = await openPresenter({ progressSeconds: 0 });
    discord.answer('PATCH', new RegExp(`${EDIT}$`), refusal(404, 10008));
    presenter.show(withoutToken, progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    await vi.waitFor(() => {
      clock.advance(6_000);
      presenter.show(withoutToken, progressAt(20));
      presenter.show(otherJob(1), progressAt(10));
      expect(discord.requests.length).toBeGreaterThan(1);
    }, 10_000);
    expect(discord.lines().filter((line) => line.endsWith(EDIT))).toHaveLength(1);
  });

  test('shows an open window again when Discord was in trouble', async () => {
    const { presenter, discord, clock } = await openPresenter();
    discord.answer('PATCH', patch, { status: 500 }, 3);
    presenter.show(
      enter(received, { step: 'window', place, taskId: 't', since: CREATED_AT, notBefore: 0, refusals: 0 }),
      progressAt(0),
    );
    await vi.waitFor(() => expect(clock.pendingPauses()).toBe(1), 10_000);
    expect(discord.requests).toHaveLength(3);
    clock.advance(5_000);
    await vi.waitFor(() => expect(discord.requests).toHaveLength(4), 10_000);
    expect(JSON.stringify(discord.requests[3]?.body.components)).toContain(`window::${received.id}`);
  });

  test('shows an open window however long Discord is in trouble, and asks ever more rarely', async () => {
    const { presenter, discord, clock } = await openPresenter();
    // Each attempt is three requests.
    discord.answer('PATCH', patch, { status: 500 }, 3 * 9);
    presenter.show(
      enter(received, { step: 'window', place, taskId: 't', since: CREATED_AT, notBefore: 0, refusals: 0 }),
      progressAt(0),
    );
    const pauses = [5_000, 5_000, 5_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000];
    for (const [n, pause] of pauses.entries()) {
      await vi.waitFor(
        () => expect([discord.requests.length, clock.pendingPauses()]).toEqual([3 * (n + 1), 1]),
        10_000,
      );
      clock.advance(pause - 1);
      expect(clock.pendingPauses()).toBe(1);
      clock.advance(1);
    }
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3 * 9 + 1), 10_000);
  }, 30_000);

  test('shows an open window when a channel that was closed to us is open again', async () => {
    const { presenter, discord, clock } = await openPresenter();
    discord.answer('PATCH', new RegExp(`${EDIT}$`), refusal(403, 50001), 2);
    presenter.show(
      enter(withoutToken, { step: 'window', place, taskId: 't', since: CREATED_AT, notBefore: 0, refusals: 0 }),
      progressAt(0),
    );
    for (const count of [1, 2]) {
      await vi.waitFor(() => expect([discord.requests.length, clock.pendingPauses()]).toEqual([count, 1]), 10_000);
      clock.advance(5 * 60_000);
    }
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3), 10_000);
    expect(JSON.stringify(discord.requests[2]?.body.components)).toContain(`window::${withoutToken.id}`);
  });

  test('shows the window of a message that the bot has posted as itself, though the channel was closed for a moment before', async () => {
    const { presenter, discord, clock } = await openPresenter({ progressSeconds: 0 });
    const posted = { ...following, postedByBot: true } as const;
    discord.answer('PATCH', new RegExp(`${EDIT}$`), refusal(403, 50001), 2);
    presenter.show(posted, progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    const window = enter(posted, {
      step: 'window',
      place,
      taskId: 't',
      since: CREATED_AT,
      notBefore: 0,
      refusals: 0,
    });
    presenter.show(window, progressAt(10));
    for (const count of [1, 2]) {
      await vi.waitFor(() => expect([discord.requests.length, clock.pendingPauses()]).toEqual([count, 1]), 10_000);
      clock.advance(4_000);
    }
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3), 10_000);
    expect(JSON.stringify(discord.requests[2]?.body.components)).toContain(`window::${posted.id}`);
  });
});

describe('a result and the progress of the same message', () => {
  test('the result waits for the edit in flight and nothing follows it', async () => {
    const { presenter, discord, clock } = await openPresenter({ progressSeconds: 0 });
    const held = Promise.withResolvers<null>();
    discord.rule(({ files }) => (files.size === 0 ? held.promise : null));
    presenter.show(withoutToken, progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    presenter.show(withoutToken, progressAt(20));
    const delivery = presenter.deliver(delivering());
    presenter.show(following, progressAt(30));
    await presenter.deliver({ ...delivering(), id: 'another', reply: null, place: elsewhere });
    expect(discord.lines()).not.toContain(`PATCH ${ORIGINAL}`);
    held.resolve(null);
    expect(await delivery).toMatchObject({ kind: 'shown' });
    presenter.show(following, progressAt(40));
    clock.advance(10_000);
    await presenter.deliver({ ...delivering(), id: 'a third', reply: null, place: otherJob(2).place });
    expect(percents(discord.requests)).toEqual(['10', '', '', '']);
  });

  test('progress that waits is dropped for the result', async () => {
    const { presenter, discord, clock } = await openPresenter();
    presenter.show(following, progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
    await vi.waitFor(() => {
      presenter.show(following, progressAt(20));
      expect(clock.pendingPauses()).toBe(1);
    }, 10_000);
    await presenter.deliver(delivering());
    clock.advance(60_000);
    await presenter.deliver({ ...delivering(), id: 'another' });
    expect(discord.requests.map(({ files }) => files.size)).toEqual([0, 1, 1]);
  });

  test('nothing is remembered of finished messages and quiet channels', async () => {
    const { presenter, discord, clock } = await openPresenter({ progressSeconds: 0 });
    for (let n = 0; n < 3; n += 1) presenter.show(otherJob(n), progressAt(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3), 10_000);
    for (let n = 0; n < 3; n += 1) {
      const job = otherJob(n);
      const result = enter(job, {
        step: 'delivering',
        place: job.place,
        outcome: delivering().outcome,
        since: CREATED_AT,
      });
      const delivery = presenter.deliver(result);
      clock.advance(WINDOW);
      await delivery;
    }
    clock.advance(WINDOW);
    await presenter.deliver({ ...delivering(), reply: null, place: elsewhere });
    expect(presenter.remembered()).toEqual({ messages: 0, buckets: 1 });
  });
});
