import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScrub } from '../../src/log/scrub.ts';

const scrub = createScrub(['sk-aB3dEf7hIjKlMn0pQrStUv']);

test('what looks like a secret is found in whatever is logged, beside another secret and alone', () => {
  const parts = fc.oneof(
    fc.constantFrom('/webhooks/1/', '/Interactions/22/', '/NOTIFY/', 'aW50ZXJhY3Rpb246', 'Bot ', 'bearer\n', 'BASIC\t'),
    fc.constantFrom('sk-', 'SK-', 'task-', 'x.y~z', '0123456789abcdefXYZ', '/', '?', '"', ' ', 'callback', '[hidden]'),
    fc.constantFrom('aB3dEf7hIj', '***', '…', '狐', '😀', '\ud83d', '\u200b', '<@1>', 'x'.repeat(1_000)),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (given) => {
      const text = given.join('');
      expect(scrub(`${text}"sk-0123456789abcdefXYZ/webhooks/1/x`)).toBe(
        `${scrub(text)}"sk-[hidden]/webhooks/1/[hidden]`,
      );
    }),
    { numRuns: 1_000 },
  );
});
