import { expect, test } from 'vitest';
import { z } from 'zod';
import { withGrid } from '../journeys/results.ts';
import { advanceClock } from './advance-clock.ts';
import { expectClean, finished, labelsOf, says } from './message-reading.ts';

const Rows = z.array(z.record(z.string(), z.unknown()));
const without = (fields: object) => (answer: unknown) =>
  Rows.parse(answer).map((row) => (row.status === 'SUCCESS' ? { ...row, ...fields } : row));

/** How long the relay's lag may be, in ms, and a little more. */
const PATIENCE = 61_000;

test('a task that is finished without a picture is told as a failure, and its button is free again', async () => {
  const fixture = await withGrid();
  const { ann, bob, relay, grid } = fixture;
  relay.faults.always('list', { rewrite: without({ imageUrl: '', imageUrls: null }) });
  const press = await ann.press(grid, { label: 'U2' });
  await relay.waitUntil(() => relay.tasks.get(relay.submissions[1]?.taskId ?? '')?.status === 'SUCCESS');
  const polls = relay.requests.length + 2;
  await relay.waitUntil(() => relay.requests.length > polls);
  advanceClock(PATIENCE);
  const empty = await says(await press.message(), 'Midjourney finished, but its service sent no picture.');
  await says(empty, 'It may have been charged.');
  expect(labelsOf(empty)).toEqual(['Try again (may cost again)']);

  relay.faults.clear();
  await finished(await (await bob.press(grid, { label: 'U2' })).message());
  expect(relay.submissions).toHaveLength(3);
  expectClean(fixture);
});

test('who only looks at a task that was finished without a picture is not told of a charge', async () => {
  const fixture = await withGrid();
  const { bob, relay } = fixture;
  relay.faults.always('list', { rewrite: without({ imageUrl: '', imageUrls: null }) });
  const task = (await relay.plant('imagine', { prompt: 'an owl', state: '', notifyHook: '' })) ?? '';
  await relay.waitUntil(() => relay.tasks.get(task)?.status === 'SUCCESS');
  const shown = await (await bob.slash('show', { task })).message();
  const polls = relay.requests.length + 2;
  await relay.waitUntil(() => relay.requests.length > polls);
  advanceClock(PATIENCE);
  await says(shown, /its service sent no picture\.\*\*\nNothing was charged\. You can try again\./);
  expect(labelsOf(shown)).toEqual(['Try again']);
  expectClean(fixture);
});
