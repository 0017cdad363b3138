import { expect, test } from 'vitest';
import { wordsForLog } from '../../../src/domain/failures/words-for-log.ts';

const job = { prompt: 'a Vermilion fox in the snow --v 7', text: { prompt: 'with a lantern', mask: null } };

test.each([
  ['the prompt “a vermilion fox in the snow” is not allowed', 'the prompt “a […] fox in the […]” is not allowed'],
  ['LANTERN: no', '[…]: no'],
  ['see https://relay.example/tasks/17?k=1 for more', 'see [address] for more'],
  ['queue full, 12 ahead', 'queue full, 12 ahead'],
])('what a relay says is logged without what a member wrote, and without addresses: %s', (told, logged) => {
  expect(wordsForLog(told, job)).toBe(logged);
});

test('it is cut, and never within a character', () => {
  expect(wordsForLog(`${'-'.repeat(199)}😀`, job)).toBe(`${'-'.repeat(199)}\ufffd`);
});
