import { expect, test } from 'vitest';
import { withDefaults } from './options.ts';
import { runChaos } from './run.ts';

/** Other ones: CHAOS_SEED=7. Longer ones: `npm run chaos -- --jobs 2000 --seed 7`. */
const SEED = Number(process.env.CHAOS_SEED ?? 1);

test(`whatever happens to one of three processes, every gesture has one outcome and nothing is paid twice (seed ${SEED})`, {
  timeout: 300_000,
}, async () => {
  const { wrongs, runs, tasks, log } = await runChaos(
    withDefaults({ jobs: 40, members: 6, seed: SEED, processes: 3, kills: 4 }),
  );
  expect(wrongs, log.slice(-200).join('\n')).toEqual([]);
  expect(runs).toBeGreaterThan(2);
  expect(tasks).toBeGreaterThan(15);
});

test(`of two relays and two processes none takes another’s work, whatever happens (seed ${SEED})`, {
  timeout: 300_000,
}, async () => {
  const { wrongs, tasks, log } = await runChaos(
    withDefaults({ jobs: 40, members: 6, seed: SEED, relays: 2, processes: 2, kills: 3 }),
  );
  expect(wrongs, log.slice(-200).join('\n')).toEqual([]);
  expect(tasks).toBeGreaterThan(15);
});

test(`among faults and deaths every gesture has one outcome and nothing is paid twice (seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  const { wrongs, runs, tasks, faultySubmissions, log } = await runChaos(
    withDefaults({ jobs: 30, members: 8, seed: SEED, kills: 2, repeats: false }),
  );
  expect(wrongs, log.slice(-200).join('\n')).toEqual([]);
  expect(runs).toBeGreaterThan(2);
  expect(tasks).toBeGreaterThan(15);
  expect(faultySubmissions).toBeGreaterThan(0);
});
