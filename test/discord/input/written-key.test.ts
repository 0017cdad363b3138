import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyIn } from '../../../src/discord/input/written-key.ts';

const sign = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const visible = fc.string({ unit: sign, minLength: 8, maxLength: 512 }).filter((text) => !/^["'`]|["'`]$/.test(text));
const around = fc
  .array(fc.constantFrom(' ', '\t', '\n', '"', "'", '`', '“', '”', '\u00a0', '\u200b', '\ufeff'), { maxLength: 5 })
  .map((signs) => signs.join(''));
const bearer = fc.constantFrom('', 'Bearer ', 'bearer  ', 'BEARER\t"');

test('a key is taken as it is, whatever was copied along with it', () => {
  fc.assert(
    fc.property(visible, around, bearer, around, (key, before, scheme, after) => {
      expect(keyIn(`${before}${scheme}${key}${after}`)).toBe(key);
    }),
  );
});

test('what is taken for a key is one line of 8 to 512 visible signs that was written, and taken again it is the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), visible), (written) => {
      const key = keyIn(written);
      if (key === null) return;
      expect(key).toMatch(/^[\x21-\x7e]{8,512}$/);
      expect(written).toContain(key);
      expect(keyIn(key)).toBe(key);
    }),
  );
});

test.each([
  '',
  'Bearer',
  'sk-1234',
  'sk-1234 5678',
  'sk-1234\n5678',
  'sk-schlüssel-1',
  '密钥密钥密钥密钥',
  'x'.repeat(513),
])('is no key: %j', (written) => {
  expect(keyIn(written)).toBeNull();
});
