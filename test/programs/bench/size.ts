/** Jobs of the relay, as a round makes them: begun evenly within `spread` ms; each takes the relay `taskMs`. */
export type Jobs = {
  readonly jobs: number;
  readonly spread: number;
  readonly taskMs: number;
  readonly pollSeconds: number;
  /** Side of the picture in pixels. */
  readonly picture: number;
};

/** How much is measured. Times in ms unless the name says otherwise. */
export type Size = {
  readonly acknowledging: {
    readonly rounds: number;
    /** Gestures per round that come one by one, `gap` apart. Those of all rounds are pooled. */
    readonly gestures: number;
    readonly gap: number;
    /** Gestures per round that come as fast as they are answered, `inFlight` at once. */
    readonly burst: number;
    readonly inFlight: number;
  };
  /** `warming`: rounds before, in which code is compiled that a bot of some days has compiled. */
  readonly developing: Jobs & { readonly rounds: number; readonly warming: number };
  /** Jobs after which the memory of a process is read. */
  readonly remembering: Omit<Jobs, 'spread'> & {
    readonly inFlight: number;
    /** After the start and after the last job, in which bots tidy up. */
    readonly tidying: number;
  };
  readonly starting: { readonly rounds: number };
  /** Tasks whose way from the relay to the member is timed, and how often is asked after them. */
  readonly noticing: { readonly watched: number; readonly seconds: number };
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
  /** Jobs whose pictures are too large for Discord, per round. */
  readonly shrinking: Jobs & { readonly rounds: number };
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
  readonly queueing: {
    /** Jobs that wait for a slot, and how many slots there are. */
    readonly waiting: number;
    readonly slots: number;
    /** Slots that are given away by the scheduler alone. */
    readonly decisions: number;
    /** Gestures, `gap` apart, while the others wait and each gesture comes with a slot that becomes free. */
    readonly gestures: number;
    readonly gap: number;
  };
  /** One process against several: in each round jobs, then gestures, `gap` apart. `warming` as of `developing`. */
  readonly sharing: Jobs & {
    readonly rounds: number;
    readonly warming: number;
    readonly gestures: number;
    readonly gap: number;
  };
  readonly dying: {
    readonly deaths: number;
    /** From one death to the next; gestures are `gap` apart all the time. */
    readonly apart: number;
    readonly gap: number;
    /** How long Discord waits for an answer. */
    readonly deadline: number;
    /** Whether processes on Redis and PostgreSQL die, too, where these are installed. */
    readonly onServers: boolean;
  };
  /** Records in each store, and how many are written at once. */
  readonly storing: { readonly records: number; readonly atOnce: number };
  /** How often each of the longest inputs is read; the fastest time counts. */
  readonly reading: { readonly times: number };
};
