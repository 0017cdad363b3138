import { expect, test, vi } from 'vitest';
import { createGate } from '../../../src/discord/board/gate.ts';

test('lets so many through at once, the others in order', async () => {
  const gate = createGate(2);
  const { signal } = new AbortController();
  const started: number[] = [];
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const all = ends.map(({ promise }, n) =>
    gate(signal, () => {
      started.push(n);
      return promise;
    }),
  );
  await vi.waitFor(() => expect(started).toEqual([0, 1]));
  ends[1]?.resolve();
  await vi.waitFor(() => expect(started).toEqual([0, 1, 2]));
  ends[0]?.reject(new Error('failed'));
  await expect(all[0]).rejects.toThrow('failed');
  await vi.waitFor(() => expect(started).toEqual([0, 1, 2, 3]));
  for (const { resolve } of ends) resolve();
  await Promise.all(all.slice(1));
});

test('who gives up waiting takes nobody along', async () => {
  const gate = createGate(1);
  const first = Promise.withResolvers<string>();
  const [patient, hasty] = [new AbortController(), new AbortController()];
  const one = gate(patient.signal, () => first.promise);
  const two = gate(hasty.signal, async () => 'two');
  const three = gate(patient.signal, async () => 'three');
  hasty.abort(new Error('stopping'));
  await expect(two).rejects.toThrow('stopping');
  await expect(gate(hasty.signal, async () => 'four')).rejects.toThrow('stopping');
  first.resolve('one');
  expect(await Promise.all([one, three])).toEqual(['one', 'three']);
});
