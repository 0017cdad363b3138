import { expect, test } from 'vitest';
import { en } from '../../../src/text/en/index.ts';
import { delivering, EDIT, ORIGINAL, openPresenter, place } from './fixture.ts';
import { refusal } from './recording-discord.ts';

const reason = { kind: 'bannedWord', word: 'gore' } as const;
const FOLLOW_UP = ORIGINAL.replace('/messages/@original', '');

test('a refused job is told to its requester alone, and its public message is deleted', async () => {
  const { presenter, discord } = await openPresenter();
  expect(await presenter.deliver(delivering({ kind: 'failed', reason }))).toMatchObject({ kind: 'shown' });
  expect(discord.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `POST ${FOLLOW_UP}`,
    `DELETE ${ORIGINAL}`,
  ]);
  expect(discord.requests[0]?.body).toMatchObject({ flags: 64 });
  expect(JSON.stringify(discord.requests[0]?.body)).toContain('gore');
});

test('where its public message cannot be deleted, it says that the requester has been told', async () => {
  const { presenter, discord } = await openPresenter();
  discord.answer('DELETE', /@original$/, refusal(403, 50013));
  await presenter.deliver(delivering({ kind: 'failed', reason }));
  expect(discord.requests.at(-1)).toMatchObject({
    method: 'PATCH',
    path: ORIGINAL,
    body: { content: en.refused.toldRequester },
  });
});

test('with a dead token, or where Discord takes no further message, it is told in its public message', async () => {
  const { presenter, discord } = await openPresenter();
  const failed = delivering({ kind: 'failed', reason });
  await presenter.deliver({ ...failed, reply: null });
  discord.answer('POST', /^\/webhooks/, refusal(403, 50001));
  await presenter.deliver(failed);
  expect(discord.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PATCH ${EDIT}`,
    `POST ${FOLLOW_UP}`,
    `PATCH ${ORIGINAL}`,
  ]);
});

test('what failed once the relay had accepted it, or was called off, stays where all have seen it begin', async () => {
  const { presenter, discord } = await openPresenter();
  const accepted = { kind: 'failed', reason, taskId: 'task-1' } as const;
  for (const outcome of [accepted, { kind: 'failed', reason: { kind: 'cancelled' } } as const]) {
    expect(await presenter.deliver(delivering(outcome))).toMatchObject({ kind: 'shown', place });
  }
  expect(discord.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PATCH ${ORIGINAL}`,
    `PATCH ${ORIGINAL}`,
  ]);
});
