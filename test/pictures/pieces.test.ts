import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPieces } from '../../src/pictures/pieces.ts';

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300_000, size: 'max' }), { maxLength: 6 });

test('a file in pieces becomes whole again, whatever it announced, and holds no memory beside its own', () => {
  fc.assert(
    fc.property(chunks, fc.integer({ min: -1, max: 700_000 }), (all, announced) => {
      const { add, size, head, whole } = createPieces(announced);
      for (const chunk of all) add(chunk);
      const data = Buffer.concat(all);
      expect(size()).toBe(data.length);
      const first = Math.min(data.length, 12, announced > 0 ? announced : 12);
      expect(data.subarray(0, first).equals(head().subarray(0, first))).toBe(true);
      expect(data.equals(whole())).toBe(true);
      expect(whole().buffer.byteLength).toBe(data.length);
    }),
    { numRuns: 40 },
  );
});

test('a file that is as long as it says is never copied again', () => {
  const { add, whole, head } = createPieces(6);
  add(Uint8Array.of(1, 2, 3));
  const { buffer } = head();
  add(Uint8Array.of(4, 5, 6));
  expect(whole().buffer).toBe(buffer);
});
