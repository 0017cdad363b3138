import { expect, test } from 'vitest';
import { openMemory } from '../../src/store/backends/memory.ts';
import { codecs } from '../../src/store/tables/codecs.ts';
import { createTable } from '../../src/store/tables/table.ts';
import { sampleClock } from '../sample-clock.ts';

test('with a silent store nobody who reads a record waits for all others who read the same', async () => {
  const real = await openMemory().table('claims');
  const { promise: answer, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  const backendTable: typeof real = {
    ...real,
    async find(key) {
      asked += 1;
      await answer;
      return real.find(key);
    },
  };
  const table = createTable({ kind: 'claims', backendTable, codec: codecs.claims, clock: sampleClock() });
  const reads = Array.from({ length: 10 }, () => table.get('a key'));
  await new Promise((done) => setImmediate(done));
  expect(asked).toBe(10);
  resolve();
  expect(await Promise.all(reads)).toEqual(Array.from({ length: 10 }, () => undefined));
});
