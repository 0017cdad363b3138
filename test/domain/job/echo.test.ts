import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRecognisable, isReserved, jobIdIn, stateOf, taskNumber } from '../../../src/domain/job/echo.ts';
import { sampleJob } from '../../sample-job.ts';

const snowflake = fc.bigInt({ min: 10n ** 16n, max: 2n ** 63n - 1n }).map(String);
const jobId = fc
  .tuple(snowflake, fc.constantFrom('', '-1', '-40', '-f2', '-3-f4'))
  .map(([interaction, rest]) => interaction + rest);
const nonce = fc.stringMatching(/^[\w-]{16}$/);

describe('the state of a submission', () => {
  test('names its job, also where the relay has numbered it', () => {
    fc.assert(
      fc.property(jobId, nonce, fc.integer({ min: 1, max: 999 }), (id, secret, number) => {
        const state = stateOf(id, secret);
        const job = sampleJob({ id, state });
        expect([jobIdIn(state), jobIdIn(`${state}::${number}`)]).toEqual([id, id]);
        expect([taskNumber(job, state), taskNumber(job, `${state}::${number}`)]).toEqual([0, number]);
        expect(isRecognisable(job)).toBe(true);
      }),
    );
  });

  test('is nobody else’s: not with another nonce, nor with more behind it', () => {
    fc.assert(
      fc.property(jobId, nonce, nonce, fc.string({ minLength: 1 }), (id, secret, other, more) => {
        fc.pre(secret !== other && !/^::\d{1,3}$/.test(more));
        const job = sampleJob({ id, state: stateOf(id, secret) });
        expect(taskNumber(job, stateOf(id, other))).toBeNull();
        expect(taskNumber(job, job.state + more)).toBeNull();
        expect(taskNumber(job, id)).toBeNull();
      }),
    );
  });

  test('was the id alone in records of older versions, and is still recognised', () => {
    const job = sampleJob({ id: '1404040404040404011', state: '1404040404040404011' });
    expect([isRecognisable(job), taskNumber(job, job.id), jobIdIn(job.state)]).toEqual([true, 0, job.id]);
  });

  test('is not recognisable where a member chose it', () => {
    expect(isRecognisable(sampleJob({ state: 'my note' }))).toBe(false);
  });
});

describe('a state that a member may not choose', () => {
  test('is one of ours or of a job’s, whatever stands around it', () => {
    const padding = fc.string({
      unit: fc.constantFrom(' ', '\t', '\u00a0', '\u200b', '\u3000', '.', '-'),
      maxLength: 4,
    });
    fc.assert(
      fc.property(jobId, nonce, padding, padding, (id, secret, before, after) => {
        expect(isReserved(before + stateOf(id, secret) + after)).toBe(true);
        expect(isReserved(before + stateOf(id, secret).toUpperCase() + after)).toBe(true);
        if (!id.includes('f')) expect(isReserved(before + id + after)).toBe(true);
      }),
    );
  });

  test.each(['my note', 'job 1404040404040404011', 'order 7', '2026-11-28', ''])('is not %j', (state) => {
    expect(isReserved(state)).toBe(false);
  });
});
