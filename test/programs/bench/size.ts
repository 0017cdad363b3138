/** How much is measured. Times in ms unless the name says otherwise. */
export type Size = {
  readonly rounds: number;
  /** Gestures per round that come one by one, `gap` apart. */
  readonly calm: number;
  readonly gap: number;
  /** Gestures per round that come as fast as they are answered, `inFlight` at once. */
  readonly burst: number;
  readonly inFlight: number;
  /** Jobs per round, begun evenly within `spread`; each takes the relay `taskMs`. */
  readonly jobs: number;
  readonly jobRounds: number;
  readonly spread: number;
  readonly taskMs: number;
  readonly pollSeconds: number;
  /** Side of the grid in pixels. */
  readonly picture: number;
  /** Tasks whose way from the relay to the member is timed, and how often is asked after them. */
  readonly watched: number;
  readonly watchSeconds: number;
  /** Clicks on buttons. The relay takes `taskMs` for each. */
  readonly clicking: {
    readonly rounds: number;
    /** Pictures per round with four buttons each to press. */
    readonly sources: number;
    /** Clicks per round that come one by one, `gap` apart. */
    readonly calm: number;
    readonly gap: number;
    /** Clicks per round that come when an earlier one shows its result, `inFlight` at once. */
    readonly burst: number;
    readonly inFlight: number;
    readonly taskMs: number;
    readonly pollSeconds: number;
    /** Side of the grid in pixels: smaller, so that the emulators are not what limits the clicks. */
    readonly picture: number;
  };
  /** Jobs whose pictures are too large for Discord, per round, begun evenly within `spread`. */
  readonly shrinking: {
    readonly rounds: number;
    readonly jobs: number;
    readonly spread: number;
    readonly taskMs: number;
    readonly pollSeconds: number;
    /** Side of the picture in pixels. */
    readonly picture: number;
  };
  /** Jobs that a process finds open when it starts. */
  readonly carrying: {
    /** How many, growing; `usual` is one of them. */
    readonly open: readonly number[];
    readonly usual: number;
    /** From one round of asking to the next. */
    readonly everySeconds: number;
    /** New gestures, `gap` apart, while the others are open. */
    readonly gestures: number;
    readonly gap: number;
  };
};

/** A task is asked after twelve times on its way, as one that takes a minute is every five seconds. */
const full: Size = {
  rounds: 5,
  calm: 120,
  gap: 8,
  burst: 250,
  inFlight: 32,
  jobs: 80,
  jobRounds: 3,
  spread: 1_600,
  taskMs: 1_800,
  pollSeconds: 0.15,
  picture: 1024,
  watched: 25,
  watchSeconds: 5,
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
};

const quick: Size = {
  ...full,
  rounds: 1,
  calm: 40,
  burst: 100,
  jobs: 30,
  jobRounds: 1,
  spread: 600,
  taskMs: 900,
  pollSeconds: 0.075,
  watched: 10,
  watchSeconds: 1,
  clicking: { ...full.clicking, rounds: 1, calm: 10, burst: 100 },
  shrinking: { ...full.shrinking, rounds: 1, jobs: 8, spread: 2_400 },
  carrying: { open: [10, 100, 1_000], usual: 1_000, everySeconds: 2, gestures: 10, gap: 100 },
};

const tiny: Size = {
  ...quick,
  calm: 3,
  burst: 4,
  inFlight: 2,
  jobs: 3,
  spread: 50,
  taskMs: 100,
  pollSeconds: 0.05,
  picture: 64,
  watched: 2,
  watchSeconds: 0.1,
  clicking: {
    ...quick.clicking,
    sources: 1,
    calm: 2,
    burst: 4,
    inFlight: 2,
    taskMs: 50,
    pollSeconds: 0.02,
    picture: 64,
  },
  shrinking: { ...quick.shrinking, jobs: 2, spread: 50, taskMs: 50, pollSeconds: 0.02, picture: 128 },
  carrying: { open: [6, 60], usual: 60, everySeconds: 0.2, gestures: 2, gap: 10 },
};

export const sizes = { full, quick, tiny } as const;
