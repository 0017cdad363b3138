/** Which of the processes on one store leads: it alone submits jobs, follows their tasks, and shows how they get on. */
export type Leadership = {
  /**
   * Runs `lead` whenever this process leads, one term after another. `over` is aborted when the term is to end; its reason is
   * `handover` when another process may take over as soon as `lead` has resolved, and `lost` when another one may lead already. A
   * `lead` that rejects begins again after a second. To be called once.
   */
  hold(lead: (over: AbortSignal) => Promise<void>): void;
  /**
   * Whether no other process can lead at this very moment, as far as a clock tells: a process that was frozen learns only some ms after
   * it goes on that its term is over.
   */
  isCertain(): boolean;
  /** Ends the term, as a handover, and never begins another one. Resolves when `lead` has ended. May be called again. */
  leave(): Promise<void>;
};

/** What ended a term, as the reason of its signal. */
export type TermEnd = 'handover' | 'lost';

/** What a process tells the leader: that it has moved a job, or that a callback of the relay named a task. */
export type WakeUp = { readonly job: string } | { readonly task: string; readonly state: string };

/**
 * Carries wake-ups to the leader, at least once each. What gets lost with a process, or while the store is away, is found within a
 * minute by the leader's own looks at the store.
 */
export type WakeUps = {
  /** Never throws and never waits. It is repeated while it cannot be sent. */
  send(wakeUp: WakeUp): void;
  /** Hands every wake-up to `handle` until `over` is aborted; then resolves. One that `handle` rejects comes again. For the leader. */
  receive(handle: (wakeUp: WakeUp) => Promise<void>, over: AbortSignal): Promise<void>;
  /** Resolves when what was sent is on its way or has been given up, soon. */
  close(): Promise<void>;
};

/** Has results shown by whichever process has time for it. */
export type Deliveries = {
  /** Resolves when one of the processes is going to show the result of this job, perhaps more than once. Rejects when that is not sure. */
  send(jobId: string): Promise<void>;
  /**
   * To be called in every process. `deliver` resolves with the ms after which it is to be called again for this job, null when there is
   * nothing more to do. `stop` resolves when nothing is in hand here any more.
   */
  work(deliver: (jobId: string) => Promise<number | null>): { stop(): Promise<void> };
};

/** What one process on a store shares with the others. */
export type Cluster = {
  readonly leadership: Leadership;
  readonly wakeUps: WakeUps;
  /** Null where whoever leads shows all results. */
  readonly deliveries: Deliveries | null;
  /** Whether a process is not there any more; null where nobody but its own reports can tell. May reject. */
  isGone(processId: string): Promise<boolean | null>;
  close(): Promise<void>;
};
