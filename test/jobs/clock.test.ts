import { expect, test } from 'vitest';
import { audit } from './simulation/audit.ts';
import { createSimulation, DEADLINE, jobsIn, type Simulation } from './simulation/simulation.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every task succeeds and is shown. */
async function finishAll(simulation: Simulation): Promise<void> {
  for (let second = 0; second < 10; second += 1) {
    simulation.relay.moveTasks('SUCCESS');
    await simulation.poll();
    await simulation.advance(1_000);
  }
}

test.each([
  ['back an hour', -HOUR],
  ['ahead an hour', HOUR],
])('a clock that is set %s holds up no submission, no try and no delivery', async (_, ms) => {
  const simulation = createSimulation();
  simulation.relay.behaviours.push('full');
  simulation.presenter.deliveries.push('later');
  await simulation.imagine('ann');
  expect(jobsIn(simulation, 'waiting')).toHaveLength(1);
  simulation.setClock(ms, true);
  await simulation.advance(5_000);
  expect(jobsIn(simulation, 'following')).toHaveLength(1);
  await finishAll(simulation);
  expect(audit(simulation)).toEqual([]);
});

test('while nobody knows what time it is, no job is given up, and no token is forgotten', async () => {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  simulation.relay.behaviours.push('silent');
  await simulation.imagine('ben');
  const before = [...simulation.store.open.values()].map(({ id, step, reply }) => ({ id, step, reply }));
  expect(before.map(({ step }) => step)).toEqual(['following', 'unknown']);
  simulation.setClock(400 * DAY, false);
  await simulation.advance(5_000);
  await simulation.poll();
  await simulation.advance(5_000);
  expect([...simulation.store.open.values()].map(({ id, step, reply }) => ({ id, step, reply }))).toEqual(before);
  simulation.setClock(0, true);
  await finishAll(simulation);
  await simulation.advance(DEADLINE);
  await simulation.advance(5_000);
  expect(audit(simulation)).toEqual([]);
});

test('a gesture whose answer may have arrived is not dropped by a clock that nobody confirms', async () => {
  const simulation = createSimulation();
  simulation.presenter.answers.push('lose');
  simulation.setClock(HOUR, false);
  await simulation.imagine('ann');
  simulation.kill();
  await simulation.restart();
  simulation.setClock(0, true);
  await simulation.advance(1_000);
  await finishAll(simulation);
  expect(simulation.relay.posts.filter(({ billed }) => billed)).toHaveLength(1);
  expect(audit(simulation)).toEqual([]);
});
