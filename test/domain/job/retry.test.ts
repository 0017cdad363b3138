import { expect, test } from 'vitest';
import { conclude, enter, type Job } from '../../../src/domain/job/job.ts';
import { canBeRetried, earlierIdOf, retryClaims } from '../../../src/domain/job/retry.ts';
import { sampleJob } from '../../sample-job.ts';

const place = { guildId: '10', channelId: '20', messageId: '30' };
const received = sampleJob({ id: '1', claims: ['draft:7:0', 'once:5:U2'] });
const unknown = enter(received, { step: 'unknown', place, taskId: null, since: 0, attempt: 'a1' });

test('a second try claims all that the earlier job claimed, and to be the only one, however often it is tried', () => {
  const second = { id: '2', claims: retryClaims(received) };
  expect(second.claims).toEqual(['retry:1', 'draft:7:0', 'once:5:U2']);
  const third = { id: '3', claims: retryClaims(second) };
  expect(third.claims).toEqual(['retry:2', 'draft:7:0', 'once:5:U2']);
  expect([received, second, third].map(earlierIdOf)).toEqual([null, '1', '2']);
});

test('a job can be tried again when nobody knows what became of it, or it failed for a reason that may pass', () => {
  const failed = (kind: 'taskLost' | 'superseded') => conclude(unknown, { kind: 'failed', reason: { kind } }, 0);
  const jobs: Job[] = [
    unknown,
    failed('taskLost'),
    failed('superseded'),
    enter(unknown, { step: 'following', place, taskId: '5', acceptedAt: 0, modalSent: false }),
  ];
  expect(jobs.map(canBeRetried)).toEqual([true, true, false, false]);
});
