import { expect, test } from 'vitest';
import { createSimulation, jobsIn } from '../simulation/simulation.ts';

const MINUTE = 60_000;

async function lost() {
  const simulation = createSimulation();
  simulation.relay.listable = false;
  simulation.relay.behaviours.push('silentButCreated');
  await simulation.imagine('ann');
  return simulation;
}

test('a submission is found though the list was missing for a while, as behind a proxy whose relay restarts', async () => {
  const simulation = await lost();
  await simulation.advance(1_000);
  expect([simulation.relay.listings, jobsIn(simulation, 'unknown').length]).toEqual([1, 1]);
  simulation.relay.listable = true;
  for (let second = 0; second < 30; second += 1) await simulation.advance(1_000);
  expect(jobsIn(simulation, 'following')).toHaveLength(1);
});

test('a relay that lists nothing of it is asked ever more rarely, and at once for a new one', async () => {
  const simulation = await lost();
  for (let second = 0; second < 60; second += 1) await simulation.advance(20_000);
  const { listings } = simulation.relay;
  expect(listings).toBeGreaterThanOrEqual(5);
  expect(listings).toBeLessThanOrEqual(7);
  simulation.relay.behaviours.push('silentButCreated');
  await simulation.imagine('bob');
  for (let second = 0; second < 31; second += 1) await simulation.advance(1_000);
  expect(simulation.relay.listings).toBeGreaterThan(listings);
  expect(jobsIn(simulation, 'unknown')).toHaveLength(2);
  // Both are found as soon as there is a list again.
  simulation.relay.listable = true;
  await simulation.advance(MINUTE);
  expect(jobsIn(simulation, 'following')).toHaveLength(2);
});

test('a listing that did not reach the relay is soon asked for again, one that failed there after half a minute', async () => {
  const simulation = await lost();
  const { relay } = simulation;
  relay.listable = true;
  relay.failedListings = 1;
  relay.hearsListings = false;
  await simulation.advance(1_000);
  expect(jobsIn(simulation, 'unknown')).toHaveLength(1);
  await simulation.advance(2_000);
  expect(jobsIn(simulation, 'following')).toHaveLength(1);

  relay.behaviours.push('silentButCreated');
  relay.failedListings = 1;
  relay.hearsListings = true;
  await simulation.imagine('bob');
  await simulation.advance(31_000);
  await simulation.advance(2_000);
  expect(jobsIn(simulation, 'unknown')).toHaveLength(1);
  await simulation.advance(30_000);
  expect(jobsIn(simulation, 'unknown')).toEqual([]);
});
