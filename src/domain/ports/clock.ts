/** Tells time. A port, so that a test can run a day in a second, or a wrong clock. */
export type Clock = {
  /** Unix ms: for what is stored or told. It may jump when the time is set, so it measures no duration. */
  now(): number;
  /**
   * Ms since some moment, for durations: it goes on evenly, whoever sets the computer's clock. It means nothing to another
   * process, so it is not stored.
   */
  monotonic(): number;
  /**
   * Unix ms: what ends by then is surely over and may be given up, forgotten or replaced. As `now`, but -Infinity while
   * nobody confirms the computer's clock.
   */
  past(): number;
};
