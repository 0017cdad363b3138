import { expect, test } from 'vitest';
import { conclude, enter, type Job } from '../../src/domain/job/job.ts';
import { stillAsking } from '../../src/jobs/late-answer.ts';
import { sampleJob } from '../sample-job.ts';

const place = { guildId: '1', channelId: '2', messageId: '3' };
const waiting = enter(sampleJob(), { step: 'waiting', place, notBefore: 0, refusals: 0 });
const asked = enter(waiting, { step: 'submitting', place, since: 5, attempt: 'first' });
const askedText = enter(waiting, { step: 'submittingModal', place, taskId: 't', since: 5, attempt: 'text' });
const unknown = enter(waiting, { step: 'unknown', place, taskId: null, since: 5, attempt: 'first' });

test('an answer counts while its job waits for it, also where it was given up for lost', () => {
  expect(stillAsking(asked, asked)).toBe(asked);
  expect(stillAsking(unknown, asked)).toEqual(asked);
  expect(stillAsking({ ...asked, reply: null, prompt: 'as it is now' }, asked)).toMatchObject({
    prompt: 'as it is now',
  });
  expect(stillAsking(askedText, askedText)).toBe(askedText);
  const lostText = enter(waiting, { step: 'unknown', place, taskId: 't', since: 5, attempt: 'text' });
  expect(stillAsking(lostText, askedText)).toEqual(askedText);
});

const others: readonly (readonly [string, Job | undefined])[] = [
  ['has ended', undefined],
  ['is being shown', conclude(unknown, { kind: 'failed', reason: { kind: 'superseded' } }, 9)],
  ['was found', enter(unknown, { step: 'following', place, taskId: 't', acceptedAt: 5, modalSent: false })],
  ['waits again', waiting],
  ['is asked again by another call', { ...asked, attempt: 'second' }],
  ['got no answer to another call', { ...unknown, attempt: 'second' }],
];

test.each(others)('an answer to a job that %s meanwhile counts no more', (_, now) => {
  expect(stillAsking(now, asked)).toBeNull();
});
