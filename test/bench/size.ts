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
  /** Open jobs that a process finds when it starts. */
  readonly open: number;
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
  open: 10_000,
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
  open: 1_000,
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
  open: 60,
};

export const sizes = { full, quick, tiny } as const;
