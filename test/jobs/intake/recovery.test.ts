import { expect, test } from 'vitest';
import { enter } from '../../../src/domain/job/job.ts';
import { audit } from '../simulation/audit.ts';
import type { Gesture } from '../simulation/members.ts';
import { createSimulation, jobsIn, type Simulation } from '../simulation/simulation.ts';

/** A grid that is finished, and the task and button of its first upscale. */
async function withGrid() {
  const simulation = createSimulation();
  await simulation.imagine('ann');
  simulation.relay.moveTasks('SUCCESS');
  await simulation.poll();
  await simulation.advance(1_000);
  const [grid] = simulation.relay.tasks.values();
  const buttons = grid?.buttons.map(({ customId }) => customId) ?? [];
  return { simulation, taskId: grid?.id ?? '', buttons };
}

type Grid = Awaited<ReturnType<typeof withGrid>>;
type Begin = (grid: Grid) => Promise<readonly Gesture[]>;

const gestures: readonly (readonly [string, Begin])[] = [
  ['an upscale', async ({ simulation, taskId, buttons }) => [await simulation.press('ben', taskId, buttons[0] ?? '')]],
  ['“Upscale all”', ({ simulation, taskId, buttons }) => simulation.pressAll('ben', taskId, buttons.slice(0, 4))],
  ['several pictures', ({ simulation }) => simulation.imagineMany('ben', 3, false)],
  ['several pictures that were confirmed', ({ simulation }) => simulation.imagineMany('ben', 3, true)],
];

const billed = ({ relay }: Simulation) => relay.posts.filter((post) => post.billed).length;

test.each(gestures)('%s that found the disk full is bought by no later process', async (_, begin) => {
  for (let left = 0; left < 14; left += 1) {
    const grid = await withGrid();
    const { simulation } = grid;
    simulation.store.intakeRoom = { left, failing: Number.POSITIVE_INFINITY };
    const made = await begin(grid);
    if (made.every(({ accepted }) => accepted)) return;
    simulation.kill();
    simulation.store.intakeRoom = { left: 0, failing: 0 };
    await simulation.restart();
    for (let second = 0; second < 40; second += 1) await simulation.advance(1_000);
    expect(billed(simulation), `after ${left} writes`).toBe(1);
    expect(audit(simulation), `after ${left} writes`).toEqual([]);

    const again = await begin(grid);
    expect(again.map(({ accepted }) => accepted?.kind)).toEqual(again.map(() => 'begun'));
  }
  expect.unreachable('the disk was full for every gesture');
});

test.each(gestures)('%s that found the disk full is forgotten when there is room again', async (_, begin) => {
  const grid = await withGrid();
  const { simulation } = grid;
  simulation.store.intakeRoom = { left: 1, failing: Number.POSITIVE_INFINITY };
  await begin(grid);
  await simulation.advance(1_000);
  expect(jobsIn(simulation, 'received')).not.toEqual([]);
  simulation.store.intakeRoom = { left: 0, failing: 0 };
  await simulation.advance(1_000);
  expect(jobsIn(simulation, 'received')).toEqual([]);
});

test('a job whose claim is another’s by the time its process died is not submitted, and says where the other is', async () => {
  const { simulation, taskId, buttons } = await withGrid();
  const { store, presenter } = simulation;
  const { job } = await simulation.press('cho', taskId, buttons[0] ?? '');
  const bought = billed(simulation);
  const paying = store.open.get(job.id);
  if (!paying || !('place' in paying) || !paying.place) throw new Error('the first press is not shown');
  const late = {
    ...job,
    id: `${BigInt(job.id) + 1n}`,
    claims: paying.claims,
    requester: { ...job.requester, id: 'ben' },
  };
  const place = { ...paying.place, messageId: 'the late one' };
  store.open.set(late.id, late);
  presenter.messages.set(late.id, {
    job: late.id,
    place,
    final: null,
    isPrivate: false,
    progressAfterFinal: false,
    copies: 1,
  });
  await simulation.restart();
  await simulation.advance(1_000);
  expect(billed(simulation)).toBe(bought);
  expect(presenter.messages.get(late.id)?.final).toEqual({
    kind: 'failed',
    reason: { kind: 'madeBefore', place: paying.place },
  });
});

test('“Upscale all” buys no picture that somebody else pays for, though the store could not forget at once that it did not', async () => {
  for (let left = 0; left < 14; left += 1) {
    const { simulation, taskId, buttons } = await withGrid();
    await simulation.press('cho', taskId, buttons[0] ?? '');
    simulation.store.intakeRoom = { left, failing: 1 };
    await simulation.pressAll('ben', taskId, buttons.slice(0, 4));
    await simulation.restart();
    for (let second = 0; second < 40; second += 1) await simulation.advance(1_000);
    simulation.relay.moveTasks('SUCCESS');
    await simulation.poll();
    await simulation.advance(1_000);
    expect(audit(simulation), `after ${left} writes`).toEqual([]);
  }
});

test('what a shared message tells of goes on, though all else of it had ended before somebody looked after it', async () => {
  const { simulation, taskId, buttons } = await withGrid();
  const { presenter, store } = simulation;
  const made = await simulation.pressAll('ben', taskId, buttons.slice(0, 2));
  const [first, second] = made.map(({ job }) => store.open.get(job.id));
  if (!first || !second || !('place' in first) || !first.place) throw new Error('they were not begun');
  simulation.kill();
  // Its process died when it had moved on the first of them. The message looks otherwise since that one has its picture.
  const outcome = { kind: 'failed', reason: { kind: 'cancelled' }, free: true } as const;
  store.open.delete(first.id);
  store.settled.set(first.id, enter(first, { step: 'settled', place: first.place, outcome, at: 1 }));
  store.open.set(second.id, enter(second, { step: 'received' }));
  presenter.messages.delete(second.id);
  await simulation.restart();
  await simulation.advance(1_000);
  expect(store.open.get(second.id)).toMatchObject({ place: first.place });
});
