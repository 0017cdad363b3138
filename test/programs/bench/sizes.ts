import type { Size } from './size.ts';

/** A task is asked after twelve times on its way, as one that takes a minute is every five seconds. */
const full: Size = {
  acknowledging: { rounds: 6, gestures: 280, gap: 8, burst: 250, inFlight: 32 },
  developing: { rounds: 11, warming: 5, jobs: 80, spread: 1_600, taskMs: 1_800, pollSeconds: 0.15, picture: 1024 },
  remembering: { jobs: 1_000, inFlight: 40, tidying: 2_000, taskMs: 300, pollSeconds: 0.15, picture: 1024 },
  starting: { rounds: 7 },
  noticing: { watched: 25, seconds: 5 },
  clicking: {
    rounds: 3,
    sources: 8,
    calm: 20,
    gap: 60,
    burst: 250,
    inFlight: 48,
    taskMs: 150,
    pollSeconds: 0.1,
    picture: 512,
  },
  shrinking: { rounds: 3, jobs: 12, spread: 4_000, taskMs: 600, pollSeconds: 0.15, picture: 2048 },
  carrying: { open: [100, 1_000, 10_000, 100_000], usual: 10_000, everySeconds: 5, gestures: 20, gap: 200 },
  queueing: { waiting: 100_000, slots: 10, decisions: 20_000, gestures: 100, gap: 100 },
  sharing: {
    rounds: 3,
    warming: 3,
    jobs: 60,
    spread: 1_600,
    taskMs: 1_800,
    pollSeconds: 0.15,
    picture: 1024,
    gestures: 200,
    gap: 12,
  },
  dying: { deaths: 4, apart: 6_000, gap: 17, deadline: 3_000, onServers: true },
  storing: { records: 10_000, atOnce: 16 },
  reading: { times: 5 },
};

/** About two minutes. */
const quick: Size = {
  acknowledging: { ...full.acknowledging, rounds: 1, gestures: 150, burst: 100 },
  developing: { ...full.developing, rounds: 1, warming: 1, jobs: 24, spread: 600, taskMs: 900, pollSeconds: 0.075 },
  remembering: { ...full.remembering, jobs: 100, tidying: 500 },
  starting: { rounds: 1 },
  noticing: { watched: 10, seconds: 1 },
  clicking: { ...full.clicking, rounds: 1, calm: 10, burst: 60 },
  shrinking: { ...full.shrinking, rounds: 1, jobs: 4, spread: 1_200 },
  carrying: { open: [100, 1_000], usual: 1_000, everySeconds: 2, gestures: 10, gap: 100 },
  queueing: { ...full.queueing, waiting: 5_000, decisions: 5_000, gestures: 20 },
  sharing: {
    ...full.sharing,
    rounds: 1,
    warming: 1,
    jobs: 24,
    spread: 600,
    taskMs: 900,
    pollSeconds: 0.075,
    gestures: 50,
  },
  dying: { ...full.dying, deaths: 1, apart: 2_000, deadline: 2_000, onServers: false },
  storing: { ...full.storing, records: 1_000 },
  reading: { times: 1 },
};

const few = { jobs: 3, spread: 50, taskMs: 100, pollSeconds: 0.05, picture: 64 };

/** As little as shows that it runs. */
const tiny: Size = {
  acknowledging: { rounds: 1, gestures: 3, gap: 8, burst: 4, inFlight: 2 },
  developing: { ...few, rounds: 1, warming: 1 },
  remembering: { jobs: 3, inFlight: 2, tidying: 50, taskMs: 50, pollSeconds: 0.05, picture: 64 },
  starting: { rounds: 1 },
  noticing: { watched: 2, seconds: 0.1 },
  clicking: {
    rounds: 1,
    sources: 1,
    calm: 2,
    gap: 60,
    burst: 4,
    inFlight: 2,
    taskMs: 50,
    pollSeconds: 0.02,
    picture: 64,
  },
  shrinking: { rounds: 1, jobs: 2, spread: 50, taskMs: 50, pollSeconds: 0.02, picture: 128 },
  carrying: { open: [6, 60], usual: 60, everySeconds: 0.2, gestures: 2, gap: 10 },
  queueing: { waiting: 60, slots: 2, decisions: 20, gestures: 3, gap: 10 },
  sharing: { ...few, rounds: 1, warming: 1, gestures: 3, gap: 10 },
  dying: { deaths: 1, apart: 300, gap: 30, deadline: 500, onServers: false },
  storing: { records: 50, atOnce: 4 },
  reading: { times: 1 },
};

export const sizes = { full, quick, tiny } as const;
