import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { piecesOf } from '../../src/lib/pieces.ts';

test.each([0, 1, 1_000, 1_001, 2_500])(
  'of %i items each is looked at once, in order, and others have their turn',
  async (count) => {
    const items = Array.from({ length: count }, (_, n) => n);
    let turns = 0;
    let isOver = false;
    const others = (async () => {
      for (; !isOver; turns += 1) await nextTurn();
    })();
    const seen: number[] = [];
    const turnsBefore: number[] = [];
    for await (const piece of piecesOf(items)) {
      expect(piece.length).toBeLessThanOrEqual(1_000);
      turnsBefore.push(turns);
      seen.push(...piece);
    }
    isOver = true;
    await others;
    expect(seen).toEqual(items);
    expect(turnsBefore).toHaveLength(Math.ceil(count / 1_000));
    expect(new Set(turnsBefore).size).toBe(turnsBefore.length);
  },
);
