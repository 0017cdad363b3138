import { expect, test, vi } from 'vitest';
import { settled, withGrid } from '../journeys/results.ts';
import type { Fixture } from './fixture.ts';
import { expectClean, finished, labelsOf, seenByAll, textOf } from './message-reading.ts';
import { records } from './stored-records.ts';

/**
 * Fills the disk for some writes of a store: those to a table that this SQL condition on the row's key names. The returned
 * function makes room again.
 */
function fillDisk(fixture: Fixture, writes: readonly (readonly [table: string, verb: string, when: string])[]) {
  const file = records(fixture);
  for (const [n, [table, verb, when]] of writes.entries()) {
    const full = `SELECT RAISE(ABORT, 'database or disk is full')`;
    file.run(`CREATE TRIGGER full_${n} BEFORE ${verb} ON ${table} WHEN ${when} BEGIN ${full}; END`);
  }
  return () => {
    for (const n of writes.keys()) file.run(`DROP TRIGGER full_${n}`);
  };
}

/** The bot ends and another one begins, with room on the disk. */
async function restart(fixture: Fixture, makeRoom: () => void): Promise<void> {
  for (const app of fixture.apps) await app.stop();
  makeRoom();
  await fixture.start();
}

const forgotten = (fixture: Fixture, ...ids: readonly string[]) =>
  vi.waitFor(() => expect(ids.map((id) => records(fixture).job(id))).toEqual(ids.map(() => null)), 5_000);

test('a gesture that was answered with an apology is never bought, and can be made again', async () => {
  const fixture = await withGrid();
  const { ann, bob, grid, relay, trace } = fixture;
  const makeRoom = fillDisk(fixture, [
    ['claims', 'INSERT', 'TRUE'],
    ['open', 'DELETE', 'TRUE'],
  ]);
  const press = await ann.press(grid, { label: 'U1' });
  const apology = await press.message();
  expect(textOf(apology)).toContain('Something went wrong');
  await vi.waitFor(() => expect(records(fixture).job(press.id)).toMatchObject({ step: 'received' }), 10_000);

  await restart(fixture, makeRoom);
  await forgotten(fixture, press.id);
  expect(textOf(apology)).toContain('Something went wrong');
  expect(relay.submissions).toHaveLength(1);
  await finished(await (await bob.press(grid, { label: 'U1' })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture, { faults: trace.faults() });
});

test('nor is it when there is room again and the bot goes on: its record is forgotten by itself', async () => {
  const fixture = await withGrid();
  const { ann, grid, relay, trace } = fixture;
  const makeRoom = fillDisk(fixture, [
    ['claims', 'INSERT', 'TRUE'],
    ['open', 'DELETE', 'TRUE'],
  ]);
  const press = await ann.press(grid, { label: 'U1' });
  expect(textOf(await press.message())).toContain('Something went wrong');
  makeRoom();
  await forgotten(fixture, press.id);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture, { faults: trace.faults() });
});

test('“Upscale all” that was answered with an apology buys none of the four', async () => {
  const fixture = await withGrid();
  const { ann, grid, relay, trace } = fixture;
  const makeRoom = fillDisk(fixture, [
    ['open', 'INSERT', "NEW.key LIKE '%-3'"],
    ['open', 'DELETE', 'TRUE'],
  ]);
  const press = await ann.press(grid, { label: 'Upscale all' });
  expect(textOf(await press.message())).toContain('Something went wrong');
  expect(records(fixture).job(`${press.id}-2`)).toMatchObject({ step: 'received' });
  await restart(fixture, makeRoom);
  await forgotten(fixture, `${press.id}-1`, `${press.id}-2`);
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture, { faults: trace.faults() });
});

test('a batch that was answered with an apology makes none of its pictures, and can be confirmed again', async () => {
  const fixture = await withGrid();
  const { ann, relay, trace } = fixture;
  const question = await (await ann.slash('imagine', { prompt: 'a {red, green, blue} owl' })).message();
  const makeRoom = fillDisk(fixture, [
    ['open', 'INSERT', "NEW.key LIKE '%-3'"],
    ['open', 'DELETE', 'TRUE'],
  ]);
  const press = await ann.press(question, { label: 'Make 3' });
  expect(textOf(await press.message())).toContain('Something went wrong');
  expect(records(fixture).job(`${press.id}-2`)).toMatchObject({ step: 'received' });
  await restart(fixture, makeRoom);
  await forgotten(fixture, `${press.id}-1`, `${press.id}-2`);
  expect(relay.submissions).toHaveLength(1);
  expect(labelsOf(question)).toEqual(['Make 3', 'Cancel']);
  const again = await ann.press(question, { label: 'Make 3' });
  await vi.waitFor(() => expect(seenByAll(fixture)).toHaveLength(4), 10_000);
  for (const message of seenByAll(fixture)) await finished(message);
  for (const n of [1, 2, 3]) await settled(fixture, `${again.id}-${n}`);
  expect(relay.submissions).toHaveLength(4);
  expectClean(fixture, { faults: trace.faults() });
});
