import { describe, expect, test } from 'vitest';
import { markOf } from '../../../src/discord/presenter/job-mark.ts';
import { TASK_WAIT } from '../../../src/discord/rest/deadlines.ts';
import { ORIGINAL, openPresenter, place, received } from './fixture.ts';
import { MESSAGE, refusal } from './recording-discord.ts';

const callback = /\/callback$/;
const original = /@original$/;

describe('a first answer', () => {
  test('is a message that says the job is waiting, and tells its place', async () => {
    const { presenter, discord } = await openPresenter();
    expect(await presenter.acknowledge(received)).toEqual({ kind: 'shown', place, private: false });
    const [sent] = discord.requests;
    expect(sent).toMatchObject({
      method: 'POST',
      query: '?with_response=true',
      authorization: undefined,
      body: { type: 4, data: { embeds: [{}], allowed_mentions: { parse: [] } } },
    });
    expect(sent?.body.data).not.toHaveProperty('flags');
  });

  test('is seen only by the requester when the job is private', async () => {
    const { presenter, discord } = await openPresenter();
    expect(await presenter.acknowledge({ ...received, private: true })).toMatchObject({ private: true });
    expect(discord.requests[0]?.body).toMatchObject({ data: { flags: 64 } });
  });

  test('that Discord made private against our wish is private', async () => {
    const { presenter, discord } = await openPresenter();
    const message = { id: MESSAGE, channel_id: place.channelId, flags: 0 };
    discord.answer('POST', callback, {
      status: 200,
      body: { interaction: { response_message_ephemeral: true }, resource: { message } },
    });
    expect(await presenter.acknowledge(received)).toEqual({ kind: 'shown', place, private: true });
  });

  test('that is sent late is waited for less long, so that all stays below three seconds', async () => {
    const unanswered = new Promise<null>(() => {});
    const acknowledged = async (elapsed: number) => {
      const { presenter, discord, clock } = await openPresenter();
      discord.rule(({ path }) => (callback.test(path) ? unanswered : null));
      clock.advance(elapsed);
      await presenter.acknowledge(received);
      return { elapsed, lines: discord.lines() };
    };
    const first = await Promise.race([acknowledged(0), acknowledged(TASK_WAIT)]);
    expect([first.elapsed, first.lines.at(-1)]).toEqual([TASK_WAIT, `GET ${ORIGINAL}`]);
  });

  test('to an interaction Discord no longer knows is absent', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('POST', callback, refusal(404, 10062));
    expect(await presenter.acknowledge(received)).toEqual({ kind: 'absent' });
    expect(discord.requests).toHaveLength(1);
  });

  test('that was given before is found', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('POST', callback, refusal(400, 40060));
    expect(await presenter.acknowledge(received)).toEqual({ kind: 'shown', byAnother: true, place, private: false });
  });

  test('whose answer was lost is found', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('POST', callback, 'hang up');
    expect(await presenter.acknowledge(received)).toEqual({ kind: 'shown', isUnclear: true, place, private: false });
    expect(discord.lines().filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  test('whose answer was lost and that is not found yet is unsure', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('POST', callback, { status: 502 });
    discord.answer('GET', original, refusal(404, 10015));
    expect(await presenter.acknowledge(received)).toEqual({ kind: 'unsure' });
  });

  test('is given up after two and a half seconds', async () => {
    const { presenter, discord } = await openPresenter();
    discord.rule(({ path }) => (callback.test(path) ? new Promise(() => {}) : null));
    const start = performance.now();
    expect(await presenter.acknowledge(received)).toMatchObject({ kind: 'shown' });
    expect(performance.now() - start).toBeLessThan(2_950);
  });
});

describe('looking for a first answer', () => {
  test.each([10008, 10015, 10062])('a 404 with code %i says that there is none', async (code) => {
    const { presenter, discord } = await openPresenter();
    discord.answer('GET', original, refusal(404, code));
    expect(await presenter.find(received)).toEqual({ kind: 'absent' });
  });

  test('a private one is told as such', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('GET', original, {
      status: 200,
      body: { id: MESSAGE, channel_id: place.channelId, flags: 64, embeds: [{ url: markOf(received) }] },
    });
    expect(await presenter.find(received)).toEqual({ kind: 'shown', place, private: true });
    expect(discord.lines()).toEqual([`GET ${ORIGINAL}`]);
  });

  test.each([
    ['an apology', []],
    ['another message with an embed', [{ description: 'hello' }]],
    ['the message of another job', [{ url: markOf({ ...received, id: '100000000000000002' }) }]],
  ])('%s says that there is none', async (_, embeds) => {
    const { presenter, discord } = await openPresenter();
    const body = { id: MESSAGE, channel_id: place.channelId, flags: 64, embeds };
    discord.answer('GET', original, { status: 200, body });
    expect(await presenter.find(received)).toEqual({ kind: 'absent' });
  });

  test('the message of several jobs is that of each of them', async () => {
    const { presenter } = await openPresenter();
    const group = [1, 2].map((n) => `${received.id}-${n}`);
    const jobs = group.map((id) => ({ ...received, id, group }));
    const [first = received, second = received] = jobs;
    expect(await presenter.acknowledge(first)).toMatchObject({ kind: 'shown' });
    expect(await presenter.find(second)).toMatchObject({ kind: 'shown', place });
  });

  test('a dead token, a broken connection and nonsense prove nothing', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('GET', original, { status: 200, body: { hello: 1 } }, 1);
    expect(await presenter.find(received)).toEqual({ kind: 'unsure' });
    discord.answer('GET', original, refusal(401, 50027), 1);
    expect(await presenter.find(received)).toEqual({ kind: 'unsure' });
    discord.answer('GET', original, 'hang up');
    expect(await presenter.find(received)).toEqual({ kind: 'unsure' });
    expect(await presenter.find({ ...received, reply: null })).toEqual({ kind: 'unsure' });
  });
});
