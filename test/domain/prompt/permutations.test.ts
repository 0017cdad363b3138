import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPermutations } from '../../../src/domain/prompt/permutations.ts';

function expand(prompt: string, limit = 40): string[] | string {
  const read = readPermutations(prompt);
  return read.kind === 'read' ? read.expand(limit) : read.kind;
}

describe('permutations', () => {
  it.each([
    ['a fox', ['a fox']],
    ['a {red, green} fox', ['a red fox', 'a green fox']],
    ['{a, b} {c, d}', ['a c', 'a d', 'b c', 'b d']],
    ['a {red, {light, dark} green} fox', ['a red fox', 'a light green fox', 'a dark green fox']],
    ['a fox --ar {3:2, 1:1}', ['a fox --ar 3:2', 'a fox --ar 1:1']],
    ['{red\\, warm, blue} fox', ['red, warm fox', 'blue fox']],
    ['a \\{literal\\} fox', ['a {literal} fox']],
    ['a back\\slash', ['a back\\slash']],
    ['{one}', ['one']],
    ['{a,}', ['a', '']],
    ['', ['']],
  ])('%s', (prompt, expected) => {
    expect(expand(prompt)).toEqual(expected);
  });

  it.each(['a {red fox', 'a red} fox', 'a {red, {green} fox', '{'.repeat(500), '{'.repeat(30) + '}'.repeat(30)])(
    'that make no sense are said to: %s',
    (prompt) => {
      expect(expand(prompt)).toBe('unbalanced');
    },
  );

  it('beyond counting are counted and cost nothing', () => {
    const read = readPermutations('{a, b, c, d, e, f, g, h, i, j} '.repeat(190));
    expect(read.kind === 'read' && [read.count > 1e100, read.expand(40).length]).toEqual([true, 40]);
    const endless = readPermutations('{a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z}'.repeat(240));
    expect(endless.kind === 'read' && endless.expand(3).length).toBe(3);
  });

  it('take as long as they are, and no longer', () => {
    expect(expand('{a}'.repeat(2000))).toEqual(['a'.repeat(2000)]);
  });
});

type Tree = string | readonly Tree[][];
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.stringMatching(/^[a-z]{1,3}$/),
    fc.array(fc.array(tie('tree'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  ),
}));

/** The slow and plain way. */
function every(parts: readonly Tree[]): string[] {
  const [first, ...rest] = parts;
  if (first === undefined) return [''];
  const heads = typeof first === 'string' ? [first] : first.flatMap((option) => every(option));
  const tails = every(rest);
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

function write(parts: readonly Tree[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : `{${part.map((option) => write(option)).join(',')}}`))
    .join('');
}

describe('whatever stands in braces', () => {
  it('expands to just as many prompts as it counts, the plain way round', () => {
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 3 }), (parts) => {
        const read = readPermutations(write(parts));
        if (read.kind !== 'read') throw new Error(read.kind);
        fc.pre(read.count <= 2000);
        const all = every(parts);
        expect(read.count).toBe(all.length);
        expect(read.expand(Number.POSITIVE_INFINITY)).toEqual(all);
        expect(read.expand(2)).toEqual(all.slice(0, 2));
      }),
      { numRuns: 300 },
    );
  });

  it('never breaks', () => {
    const any = fc.array(fc.constantFrom('{', '}', ',', '\\', 'a', ' '), { maxLength: 200 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(any, fc.string({ unit: 'binary' })), (prompt) => {
        const read = readPermutations(prompt);
        if (read.kind === 'read') expect(read.expand(40).length).toBe(Math.min(40, read.count));
      }),
    );
  });
});
