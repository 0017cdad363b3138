import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/relay/http/parse-json.ts';

function plainly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('a body', () => {
  it('is read as JSON.parse reads it, or is none', () => {
    const piece = fc.oneof(
      fc.json({ maxDepth: 2 }),
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', ' ', '12', '"\\""'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        fc.pre(!/\d{16}/.test(text));
        const long = `[${'"x",'.repeat(30_000)}${text}]`;
        expect(parseJson(text)).toEqual(plainly(text));
        expect(parseJson(long)).toEqual(plainly(long));
      }),
    );
  });

  it.each([
    ['{"id":17300000000001234567}', { id: '17300000000001234567' }],
    ['[ 9007199254740993 , 9007199254740991 ]', ['9007199254740993', 9007199254740991]],
    ['{"id":"17300000000001234567\\" 17300000000001234567"}', { id: '17300000000001234567" 17300000000001234567' }],
    ['[-17300000000001234567, 17300000000001234567e1]', plainly('[-17300000000001234567, 17300000000001234567e1]')],
    ['{"id":0.17300000000001234567}', plainly('{"id":0.17300000000001234567}')],
    ['[00000000000000000012]', undefined],
  ])('keeps the digits of whole numbers that are too large: %s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it('with far more values or keys than any relay sends is none', () => {
    const keys = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`key-number-${n}`, n])));
    const list = (count: number) => `[${'{"a":"b"},'.repeat(count)}1]`;
    expect([keys(1_000), keys(20_000)].map((text) => parseJson(text) === undefined)).toEqual([false, true]);
    expect([list(90_000), list(110_000)].map((text) => parseJson(text) === undefined)).toEqual([false, true]);
    expect(parseJson('['.repeat(300_000))).toBeUndefined();
  });
});
