/** A real database server on a port of its own in an empty folder, for one test. */
export type TestServer = {
  /** Its address, as `STORE_URL` takes it. It stays the same whatever happens to the server. */
  readonly url: string;
  readonly port: number;
  /** Ends it as an operator does: what it holds is on the disk first. Resolves when it is dead. May be called again. */
  stop(): Promise<void>;
  /** Kills it with SIGKILL. Resolves when it is dead. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`, in the same folder and on the same port. Resolves when it answers. */
  restart(): Promise<void>;
  /** Freezes it: connections stay open and nobody is answered. */
  pause(): void;
  resume(): void;
};
