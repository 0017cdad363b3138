import { describe, expect, test, vi } from 'vitest';
import type { JobIn } from '../../../src/domain/job/job.ts';
import { enter } from '../../../src/domain/job/job.ts';
import { at, BORN, delivering, EDIT, following, ORIGINAL, openPresenter, place, received, waiting } from './fixture.ts';
import { type Received, refusal } from './recording-discord.ts';

const patch = /messages/;
/** The same job after its interaction token died. */
const late = { ...following, reply: null };

function percents(requests: readonly Received[]): string[] {
  return requests.map(({ body }) => /(\d+)\s?%/.exec(JSON.stringify(body.embeds))?.[1] ?? '');
}

/** discord.js sends the edits of one channel one after another; those of another are not held up. */
const elsewhere = { ...place, channelId: '200000000000000002', messageId: '800000000000000001' };

/** A job of its own message in the same channel. */
function other(n: number): JobIn<'following'> {
  const messageId = String(BigInt(place.messageId) + BigInt(n));
  return { ...late, id: `${late.id}${n}`, place: { ...place, messageId } };
}

describe('progress', () => {
  test('shows the newest state, once per interval', async () => {
    const { presenter, discord, time } = await openPresenter();
    presenter.show(following, at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1));
    await vi.waitFor(() => {
      presenter.show(following, at(20));
      expect(time.waits()).toBe(1);
    });
    presenter.show(following, at(30));
    time.pass(4_999);
    presenter.show(following, at(40));
    expect(discord.requests).toHaveLength(1);
    time.pass(1);
    await vi.waitFor(() => expect(percents(discord.requests)).toEqual(['10', '40']));
    expect(discord.lines()[0]).toBe(`PATCH ${ORIGINAL}`);
  });

  test('has one request in flight per message', async () => {
    const { presenter, discord, time } = await openPresenter({ progressSeconds: 0 });
    const gate = Promise.withResolvers<null>();
    discord.rule(() => gate.promise);
    presenter.show(following, at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1));
    for (const percent of [20, 30, 40]) {
      time.pass(10_000);
      presenter.show(following, at(percent));
    }
    gate.resolve(null);
    await vi.waitFor(() => expect(percents(discord.requests)).toEqual(['10', '40']));
  });

  test('sends nothing when nothing changed but the preview address of the relay', async () => {
    const { presenter, discord, time } = await openPresenter();
    presenter.show(following, at(10, 'https://relay.example/p.png?rand=1'));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1));
    for (const rand of [2, 3, 4]) {
      await vi.waitFor(() => {
        presenter.show(following, at(10, `https://relay.example/p.png?rand=${rand}`));
        time.pass(6_000);
      });
    }
    presenter.show(following, at(11, 'https://relay.example/p.png?rand=5'));
    await vi.waitFor(() => {
      time.pass(6_000);
      expect(discord.requests).toHaveLength(2);
    });
    expect(percents(discord.requests)).toEqual(['10', '11']);
  });

  test('does not repeat the first answer, and lets it settle', async () => {
    const { presenter, discord, time } = await openPresenter();
    await presenter.acknowledge(received);
    const callback = discord.requests.length;
    presenter.show(waiting, at(0));
    presenter.show(following, at(5));
    await vi.waitFor(() => expect(time.waits()).toBe(1));
    expect(discord.requests).toHaveLength(callback);
    time.pass(1_000);
    await vi.waitFor(() => expect(percents(discord.requests.slice(callback))).toEqual(['5']));
  });

  test('goes on by the bot when the token dies', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', /@original$/, refusal(401, 50027));
    presenter.show(following, at(10));
    await vi.waitFor(() => expect(discord.lines()).toEqual([`PATCH ${ORIGINAL}`, `PATCH ${EDIT}`]));
  });

  test('takes at most three edits per five seconds in a channel, and leaves room for results', async () => {
    const { presenter, discord, time } = await openPresenter();
    for (let n = 0; n < 6; n += 1) presenter.show(other(n), at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3));
    await presenter.deliver({ ...delivering(), id: 'x1', reply: null });
    await presenter.deliver({ ...delivering(), id: 'x2', reply: null });
    expect(discord.requests).toHaveLength(5);
    const third = presenter.deliver({ ...delivering(), id: 'x3', reply: null });
    await vi.waitFor(() => expect(time.waits()).toBeGreaterThanOrEqual(4));
    expect(discord.requests).toHaveLength(5);
    time.pass(5_000);
    expect(await third).toMatchObject({ kind: 'shown' });
    await vi.waitFor(() => {
      time.pass(5_000);
      expect(discord.requests).toHaveLength(9);
    });
  });

  test('of a private job ends with its token', async () => {
    const { presenter, discord } = await openPresenter();
    presenter.show({ ...late, private: true }, at(10));
    presenter.show(other(1), at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1));
    expect(discord.lines()[0]).not.toContain(place.messageId);
  });

  test('leaves messages alone that are almost an hour old, but tells what matters', async () => {
    const { presenter, discord, time } = await openPresenter();
    time.pass(56 * 60_000);
    presenter.show(late, at(10));
    const overdue = enter(late, { step: 'overdue', place, taskId: 't', acceptedAt: BORN, modalSent: false });
    await vi.waitFor(() => {
      presenter.show(overdue, at(10));
      expect(discord.lines()).toEqual([`PATCH ${EDIT}`]);
    });
    expect(percents(discord.requests)).toEqual(['']);
  });

  test('does not try a deleted message again', async () => {
    const { presenter, discord, time } = await openPresenter({ progressSeconds: 0 });
    discord.answer('PATCH', new RegExp(`${EDIT}$`), refusal(404, 10008));
    presenter.show(late, at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1));
    await vi.waitFor(() => {
      time.pass(6_000);
      presenter.show(late, at(20));
      presenter.show(other(1), at(10));
      expect(discord.requests.length).toBeGreaterThan(1);
    });
    expect(discord.lines().filter((line) => line.endsWith(EDIT))).toHaveLength(1);
  });

  test('shows an open window again when Discord was ill', async () => {
    const { presenter, discord, time } = await openPresenter();
    discord.answer('PATCH', patch, { status: 500 }, 3);
    presenter.show(enter(received, { step: 'window', place, taskId: 't', since: BORN }), at(0));
    await vi.waitFor(() => expect(time.waits()).toBe(1));
    expect(discord.requests).toHaveLength(3);
    time.pass(5_000);
    await vi.waitFor(() => expect(discord.requests).toHaveLength(4));
    expect(JSON.stringify(discord.requests[3]?.body.components)).toContain(`window::${received.id}`);
  });

  test('shows an open window however long Discord is ill, and asks ever more rarely', async () => {
    const { presenter, discord, time } = await openPresenter();
    // Each attempt is three requests.
    discord.answer('PATCH', patch, { status: 500 }, 3 * 9);
    presenter.show(enter(received, { step: 'window', place, taskId: 't', since: BORN }), at(0));
    const pauses = [5_000, 5_000, 5_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000];
    for (const [n, pause] of pauses.entries()) {
      await vi.waitFor(() => expect([discord.requests.length, time.waits()]).toEqual([3 * (n + 1), 1]));
      time.pass(pause - 1);
      expect(time.waits()).toBe(1);
      time.pass(1);
    }
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3 * 9 + 1));
  }, 30_000);

  test('shows an open window when a channel that was closed to us is open again', async () => {
    const { presenter, discord, time } = await openPresenter();
    discord.answer('PATCH', new RegExp(`${EDIT}$`), refusal(403, 50001), 2);
    presenter.show(enter(late, { step: 'window', place, taskId: 't', since: BORN }), at(0));
    for (const count of [1, 2]) {
      await vi.waitFor(() => expect([discord.requests.length, time.waits()]).toEqual([count, 1]));
      time.pass(5 * 60_000);
    }
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3));
    expect(JSON.stringify(discord.requests[2]?.body.components)).toContain(`window::${late.id}`);
  });
});

describe('a result and the progress of the same message', () => {
  test('the result waits for the edit in flight and nothing follows it', async () => {
    const { presenter, discord, time } = await openPresenter({ progressSeconds: 0 });
    const gate = Promise.withResolvers<null>();
    discord.rule(({ files }) => (files.size === 0 ? gate.promise : null));
    presenter.show(late, at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1));
    presenter.show(late, at(20));
    const delivery = presenter.deliver(delivering());
    presenter.show(following, at(30));
    await presenter.deliver({ ...delivering(), id: 'another', reply: null, place: elsewhere });
    expect(discord.lines()).not.toContain(`PATCH ${ORIGINAL}`);
    gate.resolve(null);
    expect(await delivery).toMatchObject({ kind: 'shown' });
    presenter.show(following, at(40));
    time.pass(10_000);
    await presenter.deliver({ ...delivering(), id: 'a third', reply: null, place: other(2).place });
    expect(percents(discord.requests)).toEqual(['10', '', '', '']);
  });

  test('progress that waits is dropped for the result', async () => {
    const { presenter, discord, time } = await openPresenter();
    presenter.show(following, at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(1));
    await vi.waitFor(() => {
      presenter.show(following, at(20));
      expect(time.waits()).toBe(1);
    });
    await presenter.deliver(delivering());
    time.pass(60_000);
    await presenter.deliver({ ...delivering(), id: 'another' });
    expect(discord.requests.map(({ files }) => files.size)).toEqual([0, 1, 1]);
  });

  test('nothing is remembered of finished messages and quiet channels', async () => {
    const { presenter, discord, time } = await openPresenter({ progressSeconds: 0 });
    for (let n = 0; n < 3; n += 1) presenter.show(other(n), at(10));
    await vi.waitFor(() => expect(discord.requests).toHaveLength(3));
    for (let n = 0; n < 3; n += 1) {
      const job = other(n);
      const result = enter(job, { step: 'delivering', place: job.place, outcome: delivering().outcome, since: BORN });
      const delivery = presenter.deliver(result);
      time.pass(5_000);
      await delivery;
    }
    time.pass(5_000);
    await presenter.deliver({ ...delivering(), reply: null, place: elsewhere });
    expect(presenter.remembered()).toEqual({ messages: 0, buckets: 1 });
  });
});
