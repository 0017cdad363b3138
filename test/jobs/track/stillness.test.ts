import { expect, test } from 'vitest';
import type { Task } from '../../../src/domain/job/task.ts';
import { createSimulation, jobsIn, type Simulation } from '../simulation/simulation.ts';

const MINUTE = 60_000;

/** Lets minutes pass, with a look at the relay in each. `change` happens to the task before each look. */
async function watch(simulation: Simulation, minutes: number, change: (minute: number) => void = () => undefined) {
  for (let minute = 0; minute < minutes; minute += 1) {
    await simulation.advance(MINUTE);
    change(minute);
    await simulation.poll();
  }
}

/** A running task, and how to make something else of it. */
async function running(to: Partial<Task>) {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  const { tasks } = simulation.relay;
  const [id = ''] = tasks.keys();
  const set = (change: Partial<Task>) => {
    const task = tasks.get(id);
    if (task) tasks.set(id, { ...task, ...change });
  };
  set(to);
  return { simulation, set };
}

const stepsOf = (simulation: Simulation) => [...simulation.store.open.values()].map(({ step }) => step);

test('a task that stands still for a quarter of an hour is overdue, and its late picture is shown all the same', async () => {
  const { simulation, set } = await running({ status: 'IN_PROGRESS', percent: 31 });
  await watch(simulation, 15);
  expect(stepsOf(simulation)).toEqual(['following']);
  await watch(simulation, 2);
  expect(stepsOf(simulation)).toEqual(['overdue']);
  set({ status: 'SUCCESS', percent: 100, imageUrl: 'https://relay.example/late.png' });
  await watch(simulation, 6);
  expect([...simulation.presenter.messages.values()].map(({ final }) => final?.kind)).toEqual(['pictures']);
});

test.each<[string, Partial<Task>, (minute: number) => Partial<Task>]>([
  ['moves, however slowly', { status: 'IN_PROGRESS' }, (minute) => ({ percent: Math.floor(minute / 14) })],
  ['Waiting in the relay’s queue', { status: 'NOT_START', percent: null }, () => ({})],
  ['waits for Midjourney to start', { status: 'SUBMITTED', percent: 0 }, () => ({})],
])('a task that %s keeps its time', async (_, to, change) => {
  const { simulation, set } = await running(to);
  await watch(simulation, 60, (minute) => set(change(minute)));
  expect(stepsOf(simulation)).toEqual(['following']);
});

test('nobody counts the time in which the relay was out of reach', async () => {
  const { simulation } = await running({ status: 'IN_PROGRESS', percent: 31 });
  await watch(simulation, 5);
  for (let minute = 0; minute < 14; minute += 1) await simulation.advance(MINUTE);
  await watch(simulation, 10);
  expect(stepsOf(simulation)).toEqual(['following']);
});

test('a task that the relay has forgotten while later ones move frees its slot after some minutes', async () => {
  const { simulation } = await running({ status: 'PENDING', percent: 0 });
  await watch(simulation, 7);
  // As long as it is alone, it may only be slow.
  expect(stepsOf(simulation)).toEqual(['following']);
  for (const name of ['bob', 'cid', 'dan', 'eve']) await simulation.imagine(name);
  expect(jobsIn(simulation, 'waiting')).toHaveLength(2);
  const [, second] = [...simulation.relay.tasks.values()];
  if (second) simulation.relay.tasks.set(second.id, { ...second, status: 'IN_PROGRESS', percent: 10 });
  await watch(simulation, 2);
  await simulation.advance(1_000);
  expect([jobsIn(simulation, 'overdue').length, jobsIn(simulation, 'waiting').length]).toEqual([1, 1]);
  const [shown] = [...simulation.presenter.messages.values()];
  expect(shown).toMatchObject({ final: null });
});
