import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mediaOf } from '../../src/domain/pictures/media.ts';
import { partsOf } from '../../src/pictures/file-parts.ts';
import { createPieces } from '../../src/pictures/pieces.ts';
import { wholeFile } from '../../src/pictures/whole-file.ts';
import { turnsDuring } from '../event-loop.ts';

/** A chunk in a memory that may be much larger. */
const chunk = fc
  .record({
    data: fc.uint8Array({ minLength: 1, maxLength: 150_000, size: 'max' }),
    before: fc.constantFrom(0, 5, 300_000),
  })
  .map(({ data, before }) => {
    const memory = new Uint8Array(before + data.length);
    memory.set(data, before);
    return memory.subarray(before);
  });
const chunks = fc.array(fc.oneof(chunk, fc.uint8Array({ minLength: 1, maxLength: 9 })), { maxLength: 8 });

function filed(all: readonly Uint8Array[]) {
  const pieces = createPieces();
  for (const one of all) pieces.add(one);
  return pieces;
}

test('a file in pieces is the file, and takes at most twice its memory', () => {
  fc.assert(
    fc.property(chunks, fc.nat(20), (all, length) => {
      const data = Buffer.concat(all);
      const pieces = filed(all);
      expect(pieces.size()).toBe(data.length);
      expect(data.subarray(0, length).equals(pieces.head(length))).toBe(true);
      const media = mediaOf(pieces.all(), 'image/png', null);
      expect(media.byteLength).toBe(data.length);
      expect(data.equals(media.data)).toBe(true);
      expect(media.data.buffer.byteLength).toBe(data.length);
      const memory = new Set(media.pieces.map(({ buffer }) => buffer));
      const taken = [...memory].reduce((sum, { byteLength }) => sum + byteLength, 0);
      expect(taken).toBeLessThanOrEqual(2 * data.length);
    }),
    { numRuns: 60 },
  );
});

test('a host that sends single bytes fills few pieces', () => {
  const pieces = filed(Array.from({ length: 100_000 }, (_, n) => Uint8Array.of(n)));
  expect(pieces.all().map(({ length }) => length)).toEqual([65_536, 34_464]);
});

test('what arrives in large chunks is not copied', () => {
  const [one, other] = [new Uint8Array(60_000), new Uint8Array(20_000)];
  expect(
    filed([one, Uint8Array.of(1), other])
      .all()
      .map(({ buffer }) => buffer),
  ).toMatchObject([one.buffer, { byteLength: 1 }, other.buffer]);
});

test('a file of many pieces is put together for decoders, and others have their turn meanwhile', async () => {
  const all = Array.from({ length: 40 }, (_, n) => new Uint8Array(1_000_000).fill(n));
  all.push(new Uint8Array(9_000_000).fill(99));
  const turns = await turnsDuring(async () => {
    expect(Buffer.concat(all).equals(await wholeFile(all))).toBe(true);
  });
  expect(turns).toBeGreaterThan(5);
});

test('a part of a file is what it has there, however it is cut', () => {
  const spans = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 6 }), spans, (pieces, asked) => {
      const file = partsOf(pieces);
      const data = Buffer.concat(pieces);
      expect(file.length).toBe(data.length);
      for (const [from, length] of asked) {
        expect([...file.part(from, from + length)]).toEqual([...data.subarray(from, from + length)]);
        const { piece, start } = file.pieceAt(from);
        expect(piece[from - start]).toBe(data[from]);
      }
    }),
  );
});

test('bytes are found where they stand last, also across pieces', () => {
  const bit = fc.nat(1);
  const pieces = fc.array(
    fc.array(bit, { maxLength: 4 }).map((bits) => Uint8Array.from(bits)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(
      pieces,
      fc.array(bit, { minLength: 1, maxLength: 4 }).map((bits) => Buffer.from(bits)),
      (all, bytes) => {
        expect(partsOf(all).lastIndexOf(bytes)).toBe(Buffer.concat(all).lastIndexOf(bytes));
      },
    ),
    { numRuns: 2_000 },
  );
});
