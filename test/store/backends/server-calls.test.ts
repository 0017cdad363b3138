import { expect, onTestFinished, test } from 'vitest';
import { createServerCalls } from '../../../src/store/backends/server-calls.ts';

const MS = 20;

function setUp() {
  const opened: number[] = [];
  const discarded: number[] = [];
  const calls = createServerCalls({
    open: () => opened.push(opened.length),
    discard: async (connection) => void discarded.push(connection),
    troubleOf: () => null,
  });
  onTestFinished(calls.close);
  const silent = () => calls.call(MS, () => new Promise<never>(() => {})).catch((error: Error) => error.message);
  const answered = () => calls.call(MS, async (connection) => connection);
  return { opened, discarded, silent, answered };
}

test('a connection that has fallen silent is given up, and what comes next goes over a new one', async () => {
  const { opened, discarded, silent, answered } = setUp();
  expect(await answered()).toBe(1);
  expect(await silent()).toBe(`no answer within ${MS} ms`);
  expect([await answered(), discarded]).toEqual([2, [1]]);
  expect(opened).toHaveLength(2);
});

test('a server that comes back is not connected to anew with each answer that is late', async () => {
  const { opened, silent, answered } = setUp();
  await answered();
  for (let n = 0; n < 20; n += 1) await silent();
  expect(opened).toHaveLength(2);
  expect(await answered()).toBe(2);
  await silent();
  expect(opened).toHaveLength(3);
});
