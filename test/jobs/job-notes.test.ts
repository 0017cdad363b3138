import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleJob } from '../sample-job.ts';
import { forgetfulJobs } from './forgetful-store.ts';
import { openJobsOn } from './open-jobs-on.ts';
import { createSimulation, DEADLINE, type Simulation } from './simulation/simulation.ts';

const DAY = 24 * 3_600_000;

test('whatever is noted of jobs, in whatever order, no note outlives its job', async () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), how: fc.constantFrom('insert', 'remove', 'note') });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const openJobs = openJobsOn(forgetfulJobs);
      const noted = openJobs.notes<string>();
      for (const { id, how } of steps) {
        if (how === 'insert') openJobs.insert(sampleJob({ id }));
        if (how === 'remove') await openJobs.refresh(id);
        if (how === 'note') noted.set(id, how);
        const open = new Set(openJobs.all().map((job) => job.id));
        expect([...noted].filter(([noted]) => !open.has(noted))).toEqual([]);
        expect(openJobs.remembered()).toEqual({ jobs: open.size, notes: [...noted].length });
      }
    }),
  );
});

/** Something of every kind: jobs that are put off, refused, called off, given up, looked for in vain, and shown late. */
async function liveThroughEverything(simulation: Simulation): Promise<void> {
  const { presenter, relay } = simulation;
  relay.behaviours.push('full', 'notReady', 'accept', 'refuse', 'silent', 'silentButCreated', 'window', 'images');
  presenter.answers.push('take', 'lose', 'refuse', 'delay');
  presenter.deliveries.push('later', 'later');
  for (const member of ['ann', 'ben', 'cho']) {
    for (let n = 0; n < 4; n += 1) await simulation.imagine(member);
    await simulation.imagineMany(member, 3, true);
  }
  await simulation.look('ann', 'no-such-task');
  for (const { job } of simulation.gestures) await simulation.doorbell('some-task', job.id);
  for (let round = 0; round < 6; round += 1) {
    await simulation.advance(10_000);
    await simulation.poll();
  }
}

test('when all jobs have ended, nothing about any of them is left in memory', async () => {
  const simulation = createSimulation();
  await liveThroughEverything(simulation);
  expect(simulation.remembered().notes).toBeGreaterThan(10);
  // Some are overdue before they end, and are asked after then.
  await simulation.advance(DEADLINE);
  await simulation.poll();
  simulation.relay.moveTasks('SUCCESS');
  for (let round = 0; round < 8; round += 1) {
    await simulation.advance(10 * 60_000);
    await simulation.poll();
    simulation.relay.moveTasks('SUCCESS');
  }
  await simulation.advance(DAY);
  for (let round = 0; round < 4; round += 1) await simulation.advance(10 * 60_000);
  expect(simulation.store.open.size).toBe(0);
  expect(simulation.remembered()).toEqual({ jobs: 0, notes: 0 });
});
