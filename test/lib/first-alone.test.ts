import { expect, test } from 'vitest';
import { createFirstAlone } from '../../src/lib/first-alone.ts';

const { signal } = new AbortController();

/** Work that ends when the test says so. */
function createWork() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { resolve, reject, run: () => promise };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Three pieces of work, and which of them have begun. */
function beginThree() {
  const alone = createFirstAlone();
  const begun: number[] = [];
  const works = [createWork(), createWork(), createWork()];
  const running = works.map(({ run }, n) =>
    alone(signal, () => {
      begun.push(n);
      return run();
    }),
  );
  return { begun, works, running };
}

test('the first goes alone, and all others at once when it has succeeded', async () => {
  const { begun, works, running } = beginThree();
  await turn();
  expect(begun).toEqual([0]);
  works[0]?.resolve();
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of works) resolve();
  await Promise.all(running);
});

test('when the first fails, the next goes alone', async () => {
  const { begun, works, running } = beginThree();
  await turn();
  works[0]?.reject(new Error('no answer'));
  await expect(running[0]).rejects.toThrow('no answer');
  await turn();
  expect(begun).toEqual([0, 1]);
  for (const { resolve } of works) resolve();
  await Promise.all(running.slice(1));
  expect(begun).toEqual([0, 1, 2]);
});

test('who is told to stop while waiting does not begin', async () => {
  const alone = createFirstAlone();
  const [first, stop] = [createWork(), new AbortController()];
  const running = alone(signal, first.run);
  let hasBegun = false;
  const stopped = alone(stop.signal, async () => {
    hasBegun = true;
  });
  stop.abort(new Error('stopping'));
  first.resolve();
  await running;
  await expect(stopped).rejects.toThrow('stopping');
  expect(hasBegun).toBe(false);
});
