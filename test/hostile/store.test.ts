import { expect, test } from 'vitest';
import { createFixture } from '../app/fixture.ts';
import { expectClean, finished, labelsOf, textOf } from '../app/message-reading.ts';
import { records } from '../app/stored-records.ts';
import { withGrid } from '../journeys/results.ts';

test('a store that another program locks for a moment is waited for: the member notices nothing', async () => {
  const fixture = await createFixture();
  await fixture.start();
  const { discord } = fixture;
  const file = records(fixture);
  file.run('BEGIN IMMEDIATE');
  const imagine = await discord.member('ann').slash('imagine', { prompt: 'a fox' });
  await discord.waitUntil(() => Date.now() - imagine.interaction.createdAt > 400);
  expect(imagine.interaction.acknowledged).toBeNull();
  file.run('COMMIT');
  const message = await finished(await imagine.message());
  expect(labelsOf(message)).toContain('U1');
  expectClean(fixture);
});

test('a full disk costs nothing: the member is told in time, and the next gesture works when there is room', async () => {
  const fixture = await withGrid();
  const { ann, grid, relay, trace } = fixture;
  const file = records(fixture);
  const tables = ['open', 'claims'];
  for (const table of tables) {
    for (const when of ['INSERT', 'UPDATE']) {
      const full = `SELECT RAISE(ABORT, 'database or disk is full')`;
      file.run(`CREATE TRIGGER full_${table}_${when} BEFORE ${when} ON ${table} BEGIN ${full}; END`);
    }
  }
  for (const gesture of [await ann.slash('imagine', { prompt: 'a cat' }), await ann.press(grid, { label: 'U1' })]) {
    const reply = await gesture.message();
    expect([reply.ephemeral, textOf(reply)]).toEqual([true, expect.stringContaining(gesture.id)]);
    expect(textOf(reply)).not.toMatch(/disk|SQLITE|database/i);
  }
  expect(relay.submissions).toHaveLength(1);
  const faults = trace.faults();
  expect(faults).toHaveLength(2);

  for (const table of tables) for (const when of ['INSERT', 'UPDATE']) file.run(`DROP TRIGGER full_${table}_${when}`);
  await finished(await (await ann.press(grid, { label: 'U1' })).message());
  expect(relay.submissions).toHaveLength(2);
  expectClean(fixture, { faults });
});

test('a store that turned read-only still knows what every button means, and buys nothing it could not remember', async () => {
  const fixture = await withGrid();
  const { ann, grid, relay, trace } = fixture;
  const file = records(fixture);
  for (const table of ['open', 'jobs', 'messages', 'tasks', 'claims', 'members', 'channels', 'settings', 'checks']) {
    file.run(`CREATE TRIGGER ro_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'readonly'); END`);
  }
  const pressed = await (await ann.press(grid, { label: 'U1' })).message();
  expect(pressed.ephemeral).toBe(true);
  const info = await (await ann.press(grid, { label: 'ℹ️' })).message();
  expect(textOf(info)).toContain('a red fox');
  expect(relay.submissions).toHaveLength(1);
  expectClean(fixture, { faults: trace.faults() });
});
