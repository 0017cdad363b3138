/** A real server in a process of its own, on a free port and in a folder that goes with it. */
export type Server = {
  /** Where it is, with the password, as STORE_URL names it. The same after a restart. */
  readonly url: string;
  readonly port: number;
  /** Ends it in good order; its records stay. Does nothing when it does not run. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL; its folder stays as a power cut of the program alone leaves it. */
  kill(): Promise<void>;
  /** Starts it again on the records it has, in good order where it still runs. Resolves when it answers. */
  restart(): Promise<void>;
  /** Freezes it: whoever connects or asks waits for an answer that does not come. */
  pause(): void;
  resume(): void;
};
