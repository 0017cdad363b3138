import { expect, test } from 'vitest';
import * as deadlines from '../../../src/discord/rest/deadlines.ts';
import { BUSY_PATIENCE } from '../../../src/store/backends/busy.ts';

const {
  answerTimeout,
  ANSWER_RATE_LIMIT_WAIT,
  ANSWER_TIMEOUT,
  CLAIM_WAIT,
  DISCORD_LIMIT,
  EARLIER_PRESS_WAIT,
  LAST_FALLBACK_AFTER,
  PERMISSION_WAIT,
  TASK_WAIT,
} = deadlines;

/** What may be waited for before the first answer is sent, in ms. */
const ways: readonly (readonly [string, number])[] = [
  ['an answer that needs nothing', 0],
  [
    'what nobody has answered by the time that a process which is about to stop looks',
    LAST_FALLBACK_AFTER + CLAIM_WAIT,
  ],
  ['suggestions, or a press by a command, that ask the relay', TASK_WAIT],
  ['a press that asks who may, and waits for the message of an earlier one', PERMISSION_WAIT + EARLIER_PRESS_WAIT],
  [
    'a gesture whose job cannot be written down, nor taken back, because another program holds the store',
    PERMISSION_WAIT + 2 * BUSY_PATIENCE,
  ],
];

test('Discord forgets an interaction after three seconds', () => {
  expect(DISCORD_LIMIT).toBe(3_000);
});

test.each(ways)('%s is sent and taken within that time', (_, wait) => {
  expect(wait + answerTimeout(wait)).toBeLessThan(DISCORD_LIMIT);
});

test('a rate limit leaves the answer some of its time', () => {
  expect(ANSWER_RATE_LIMIT_WAIT).toBeLessThan(ANSWER_TIMEOUT);
  expect(ANSWER_TIMEOUT).toBeLessThan(DISCORD_LIMIT);
});

test('a late answer is tried all the same, for it may still be in time', () => {
  expect(answerTimeout(60_000)).toBeGreaterThan(0);
});
