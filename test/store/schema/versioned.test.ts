import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { NewerRecord, versioned } from '../../../src/store/schema/versioned.ts';

const Old = z.object({ name: z.string() });
const Middle = z.object({ names: z.array(z.string()) });

const first = versioned(Old);
const third = versioned(z.object({ names: z.array(z.string()), count: z.number() }), [
  (data) => ({ names: [Old.parse(data).name] }),
  (data) => ({ ...Middle.parse(data), count: Middle.parse(data).names.length }),
]);

test('a record of an old version is read through every migration since', () => {
  const stored = JSON.parse(JSON.stringify(first.wrap({ name: 'Ada' })));
  expect(stored).toEqual({ v: 1, data: { name: 'Ada' } });
  expect(third.unwrap(stored)).toEqual({ names: ['Ada'], count: 1 });
  expect(third.unwrap({ v: 2, data: { names: ['Ada', 'Bob'] } })).toEqual({ names: ['Ada', 'Bob'], count: 2 });
  expect(third.wrap({ names: [], count: 0 })).toEqual({ v: 3, data: { names: [], count: 0 } });
});

test('a record of a newer version is named as such', () => {
  expect(() => first.unwrap(third.wrap({ names: [], count: 0 }))).toThrow(NewerRecord);
});

test('anything else throws', () => {
  fc.assert(
    fc.property(fc.anything(), (stored) => {
      expect(() => third.unwrap(stored)).toThrow();
    }),
  );
});
