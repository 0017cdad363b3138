import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enter, type Job } from '../../../src/domain/job/job.ts';
import { inTurn, roundedPosition, slotsByRequester } from '../../../src/jobs/submit/scheduler.ts';
import { sampleJob } from '../../sample-job.ts';

function waiting(id: string, member: string, createdAt: number): Job {
  const place = { guildId: '10', channelId: '20', messageId: '30' };
  const requester = { id: member, name: member, locale: 'en-US' };
  return enter(sampleJob({ id, requester, createdAt }), { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

test('free slots that are given at once go round among the members, each member with the oldest job first', () => {
  const jobs = [waiting('a2', 'ann', 2), waiting('a1', 'ann', 1), waiting('a3', 'ann', 3), waiting('b', 'ben', 9)];
  expect(ids(inTurn(jobs, new Map()))).toEqual(['a1', 'b', 'a2', 'a3']);
});

test('whoever holds slots already comes after those who hold none', () => {
  const jobs = [waiting('a', 'ann', 1), waiting('b', 'ben', 2)];
  expect(ids(inTurn(jobs, slotsByRequester([waiting('running', 'ann', 0)])))).toEqual(['b', 'a']);
});

test('giving slots one by one follows the line as it was told', () => {
  const members = fc.constantFrom('ann', 'ben', 'cyd');
  fc.assert(
    fc.property(fc.array(fc.tuple(members, fc.nat(5)), { maxLength: 12 }), fc.array(members), (wishes, running) => {
      const jobs = wishes.map(([member, at], n) => waiting(`job ${n}`, member, at));
      const held = running.map((member, n) => waiting(`running ${n}`, member, 0));
      const told = ids(inTurn(jobs, slotsByRequester(held)));
      const given: string[] = [];
      while (given.length < jobs.length) {
        const left = jobs.filter(({ id }) => !given.includes(id));
        const served = jobs.filter(({ id }) => given.includes(id));
        given.push(...ids(inTurn(left, slotsByRequester([...held, ...served])).slice(0, 1)));
      }
      expect(given).toEqual(told);
    }),
  );
});

test('a place in line is told exactly while it is near, and never as further back than it is', () => {
  expect([0, 9, 10, 19, 20, 99, 100, 199, 12_345].map(roundedPosition)).toEqual([
    0, 9, 10, 10, 20, 90, 100, 100, 12_300,
  ]);
  fc.assert(
    fc.property(
      fc.nat(),
      (ahead) => roundedPosition(ahead) <= ahead && roundedPosition(roundedPosition(ahead)) === roundedPosition(ahead),
    ),
  );
});
