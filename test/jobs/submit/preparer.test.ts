import { expect, test } from 'vitest';
import type { Relay } from '../../../src/domain/ports/relay.ts';
import { unlessAborted } from '../../../src/lib/timeout.ts';
import { audit } from '../simulation/audit.ts';
import { CONCURRENCY, createSimulation, jobsIn, type Simulation } from '../simulation/simulation.ts';

const MEGABYTE = 1024 * 1024;

/** Reads pictures of so many bytes at once. */
const reading =
  (bytes: number): Relay['prepare'] =>
  async (submission) => ({ kind: 'prepared', prepared: { submission, fields: {}, bytes } });

/** Never has a picture. Heeds its signal, as the port promises. */
const dead: Relay['prepare'] = (_, signal) =>
  unlessAborted(signal, () => new Promise<never>(() => {})).catch(() => ({ kind: 'stopped' }));

async function finish(simulation: Simulation): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    simulation.relay.moveTasks('SUCCESS');
    await simulation.poll();
    await simulation.advance(10_000);
  }
}

const membersWhoPosted = ({ relay, gestures }: Simulation) =>
  relay.posts.map(({ state }) => gestures.find(({ job }) => job.state === state)?.job.requester.id);

test('pictures on their way hold no slot, and those of one member keep nobody else’s waiting', async () => {
  const simulation = createSimulation();
  const { relay } = simulation;
  relay.prepare = dead;
  for (let n = 0; n < 12; n += 1) await simulation.blend('ann');
  relay.prepare = reading(1);
  await simulation.blend('ben');
  await simulation.imagine('cho');
  expect(membersWhoPosted(simulation)).toEqual(['ben', 'cho']);
  expect(jobsIn(simulation, 'waiting')).toHaveLength(12);
});

test('a job whose picture cannot be had ends without a submission, and has cost nothing', async () => {
  const simulation = createSimulation();
  simulation.relay.prepare = async () => ({ kind: 'refused', reason: { kind: 'pictureUnreadable' } });
  const { job } = await simulation.blend('ann');
  expect(simulation.relay.posts).toEqual([]);
  const outcome = { kind: 'failed', reason: { kind: 'pictureUnreadable' }, free: true };
  expect(simulation.store.settled.get(job.id)).toMatchObject({ outcome });
  expect(audit(simulation)).toEqual([]);
});

test('while what was read takes much memory and waits for slots, no more is read', async () => {
  const simulation = createSimulation();
  const { relay } = simulation;
  for (let n = 0; n < CONCURRENCY; n += 1) await simulation.imagine(`member ${n}`);
  let reads = 0;
  relay.prepare = (submission, signal) => {
    reads += 1;
    return reading(40 * MEGABYTE)(submission, signal);
  };
  for (let n = 0; n < 5; n += 1) await simulation.blend(`reader ${n}`);
  expect(reads).toBe(2);
  await finish(simulation);
  await finish(simulation);
  expect(reads).toBe(5);
  expect(simulation.remembered().notes).toBe(0);
  expect(audit(simulation)).toEqual([]);
});

test('a job that is called off while its picture is on its way submits nothing', async () => {
  const simulation = createSimulation();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  simulation.relay.prepare = async (submission, signal) => {
    await arrived;
    return reading(1)(submission, signal);
  };
  const { job } = await simulation.blend('ann');
  await simulation.cancel(job);
  arrive();
  await simulation.advance(1_000);
  expect(simulation.relay.posts).toEqual([]);
  expect(simulation.remembered()).toEqual({ jobs: 0, notes: 0 });
});

test('what a relay puts off is read anew for the next try, and submitted once', async () => {
  const simulation = createSimulation();
  let reads = 0;
  simulation.relay.prepare = (submission, signal) => {
    reads += 1;
    return reading(1)(submission, signal);
  };
  simulation.relay.behaviours.push('full');
  await simulation.blend('ann');
  await simulation.advance(5_000);
  expect(reads).toBe(2);
  expect(simulation.relay.posts.filter(({ billed }) => billed)).toHaveLength(1);
});

test('what is stopped while its picture is on its way waits on, and the next process submits it once', async () => {
  const simulation = createSimulation();
  simulation.relay.prepare = dead;
  await simulation.blend('ann');
  await simulation.stop();
  expect(jobsIn(simulation, 'waiting')).toHaveLength(1);
  simulation.relay.prepare = reading(1);
  await simulation.restart();
  await finish(simulation);
  expect(simulation.relay.posts).toHaveLength(1);
  expect(audit(simulation)).toEqual([]);
});
