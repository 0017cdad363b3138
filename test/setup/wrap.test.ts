import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../src/setup/wrap.ts';

const words = fc.array(fc.stringMatching(/^[a-z:/.]{1,30}$/), { minLength: 1, maxLength: 40 });

describe('a sentence on a terminal', () => {
  it('is broken at spaces only, and no line is wider than the terminal but for a single long word', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), (all, width) => {
        const lines = wrap(all.join(' '), width).split('\n');
        expect(lines.join(' ').split(' ')).toEqual(all);
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });

  it('keeps the lines that it has', () => {
    expect(wrap('one two\n\nthree', 4)).toBe('one\ntwo\n\nthree');
  });
});
