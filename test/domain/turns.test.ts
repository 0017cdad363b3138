import { expect, test } from 'vitest';
import type { Job } from '../../src/domain/job.ts';
import { served, shares } from '../../src/domain/runner/turns.ts';

const place = { guildId: null, channelId: '1', messageId: '2' };

function waiting(id: string, member: string, createdAt: number): Job {
  return {
    id,
    request: { kind: 'imagine', prompt: 'a fox', images: [], bot: 'MID_JOURNEY' },
    text: null,
    requester: { id: member, name: member, locale: 'en-US' },
    locale: 'en-US',
    guildId: null,
    channelId: '1',
    private: false,
    reply: null,
    parent: null,
    mates: [],
    claims: [],
    state: id,
    attachmentLimit: 1,
    prompt: 'a fox',
    createdAt,
    step: 'waiting',
    place,
    notBefore: 0,
    refusals: 0,
  };
}

const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

test('free slots that are given at once go round among the members, each member with the oldest job first', () => {
  const jobs = [waiting('a2', 'ann', 2), waiting('a1', 'ann', 1), waiting('a3', 'ann', 3), waiting('b', 'ben', 9)];
  expect(ids(served(jobs, new Map(), 3))).toEqual(['a1', 'b', 'a2']);
});

test('whoever holds slots already comes after those who hold none', () => {
  const jobs = [waiting('a', 'ann', 1), waiting('b', 'ben', 2)];
  expect(ids(served(jobs, shares([waiting('running', 'ann', 0)]), 1))).toEqual(['b']);
});

test('no more jobs are served than there are slots, or jobs', () => {
  const jobs = [waiting('a', 'ann', 1), waiting('b', 'ben', 2)];
  expect(served(jobs, new Map(), 0)).toEqual([]);
  expect(served(jobs, new Map(), -3)).toEqual([]);
  expect(ids(served(jobs, new Map(), 9))).toEqual(['a', 'b']);
});
