import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enter, type Job } from '../../../src/domain/job/job.ts';
import { createLine, type Line } from '../../../src/jobs/submit/line.ts';
import { sampleJob } from '../../sample-job.ts';
import { inTurn } from './in-turn.ts';

function waiting(id: string, member: string, createdAt: number): Job {
  const place = { guildId: '10', channelId: '20', messageId: '30' };
  const requester = { id: member, name: member, locale: 'en-US' };
  return enter(sampleJob({ id, requester, createdAt }), { step: 'waiting', place, notBefore: 0, refusals: 0 });
}

const ids = (jobs: Iterable<Job>) => Array.from(jobs, ({ id }) => id);

function lineOf(...jobs: readonly Job[]): Line {
  const line = createLine();
  for (const job of jobs) line.add(job);
  return line;
}

test('free slots that are given at once go round among the members, each member with the oldest job first', () => {
  const line = lineOf(
    waiting('a2', 'ann', 2),
    waiting('a1', 'ann', 1),
    waiting('a3', 'ann', 3),
    waiting('b', 'ben', 9),
  );
  expect(ids(line.inTurn())).toEqual(['a1', 'b', 'a2', 'a3']);
});

test('whoever holds slots already comes after those who hold none', () => {
  const line = lineOf(waiting('a', 'ann', 1), waiting('b', 'ben', 2));
  line.hold('ann', 1);
  expect(ids(line.inTurn())).toEqual(['b', 'a']);
  line.hold('ann', -1);
  expect(ids(line.inTurn())).toEqual(['a', 'b']);
});

test('a job that is passed over keeps nobody waiting, and counts for nothing', () => {
  const line = lineOf(
    waiting('a1', 'ann', 1),
    waiting('a2', 'ann', 2),
    waiting('b1', 'ben', 3),
    waiting('b2', 'ben', 4),
  );
  expect(ids(line.inTurn(({ id }) => id === 'a1'))).toEqual(['a2', 'b1', 'b2']);
});

describe('whatever happens', () => {
  const members = ['ann', 'ben', 'cyd', 'dan', 'eva', 'fay'];
  const change = fc.oneof(
    { weight: 5, arbitrary: fc.record({ add: fc.nat(30), at: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ remove: fc.nat(30) }) },
    { weight: 2, arbitrary: fc.record({ hold: fc.constantFrom(...members) }) },
    { weight: 1, arbitrary: fc.record({ drop: fc.constantFrom(...members) }) },
  );

  /** A job's requester and age never change. */
  const memberOf = (n: number) => members[n % members.length] ?? '';

  test('the line is the one that ranking all of them gives', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), fc.nat(4), (changes, skipped) => {
        const line = createLine();
        const jobs = new Map<string, Job>();
        const held = new Map<string, number>();
        for (const one of changes) {
          if ('add' in one) {
            const id = `job ${one.add}`;
            const job = waiting(id, memberOf(one.add), jobs.get(id)?.createdAt ?? one.at);
            jobs.set(id, job);
            line.add(job);
          } else if ('remove' in one) {
            const id = `job ${one.remove}`;
            line.remove(jobs.get(id) ?? waiting(id, memberOf(one.remove), 0));
            jobs.delete(id);
          } else if ('hold' in one) {
            held.set(one.hold, (held.get(one.hold) ?? 0) + 1);
            line.hold(one.hold, 1);
          } else if ((held.get(one.drop) ?? 0) > 0) {
            held.set(one.drop, (held.get(one.drop) ?? 0) - 1);
            line.hold(one.drop, -1);
          }
        }
        const all = [...jobs.values()];
        expect(ids(line.inTurn())).toEqual(ids(inTurn(all, held)));
        const skips = ({ createdAt }: Job) => createdAt === skipped;
        expect(ids(line.inTurn(skips))).toEqual(
          ids(
            inTurn(
              all.filter((job) => !skips(job)),
              held,
            ),
          ),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('giving slots one by one follows the line as it was told', () => {
    const wish = fc.tuple(fc.constantFrom(...members), fc.nat(5));
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), fc.array(fc.constantFrom(...members)), (wishes, running) => {
        const line = lineOf(...wishes.map(([member, at], n) => waiting(`job ${n}`, member, at)));
        for (const member of running) line.hold(member, 1);
        const told = ids(line.inTurn());
        const given: string[] = [];
        while (given.length < told.length) {
          const [next] = line.inTurn();
          if (!next) break;
          line.remove(next);
          line.hold(next.requester.id, 1);
          given.push(next.id);
        }
        expect(given).toEqual(told);
      }),
    );
  });
});

test('whose turn it is among a hundred thousand is found by looking at a few', () => {
  const line = createLine();
  for (let n = 0; n < 100_000; n += 1) line.add(waiting(`job ${n}`, `member ${n % 20_000}`, n));
  let looks = 0;
  const first: Job[] = [];
  for (const job of line.inTurn(() => {
    looks += 1;
    return false;
  })) {
    first.push(job);
    if (first.length === 10) break;
  }
  expect(ids(first)).toEqual(Array.from({ length: 10 }, (_, n) => `job ${n}`));
  expect(looks).toBe(10);
});
