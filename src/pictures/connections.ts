import { type Agent, type Dispatcher, errors } from 'undici';
import { NoAnswer } from './receive.ts';

/** How many downloads from one host may be on connections that are kept, and how many hosts may have any. */
const KEPT = 16;
const HOSTS = 16;
/** How long a connection is kept, in ms, whatever its host says. */
const KEPT_MS = 4_000;

/** The connections over which files are had. */
export type Connections = {
  /**
   * Does work over a connection to an origin that may have been used before. Where a host closes that one just then, or takes us for
   * too slow, the work is done once more over one that is new: it has to be harmless to repeat.
   */
  use<T>(origin: string, work: (dispatcher: Dispatcher) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * Keeps connections for a moment, a few for each of a few hosts. Whoever finds none free gets a new one and waits for nobody: those
 * who have one may be waiting for memory, which somebody else holds. An origin's connections are used for that origin only, so
 * each leads to where it was allowed to when it was opened.
 */
export function createConnections(
  dispatcher: (options: Agent.Options) => Dispatcher,
  options: Agent.Options,
): Connections {
  const shared = { ...options, allowH2: false };
  const kept = dispatcher({
    ...shared,
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
    // Undici forgets a host with its last connection.
    maxOrigins: HOSTS,
  });
  const fresh = dispatcher({ ...shared, pipelining: 0 });
  const underWay = new Map<string, number>();

  function count(origin: string, change: number): void {
    const now = (underWay.get(origin) ?? 0) + change;
    if (now > 0) underWay.set(origin, now);
    else underWay.delete(origin);
  }

  return {
    async use(origin, work) {
      if ((underWay.get(origin) ?? 0) >= KEPT) return work(fresh);
      count(origin, 1);
      try {
        return await work(kept);
      } catch (error) {
        if (!(error instanceof NoAnswer || error instanceof errors.MaxOriginsReachedError)) throw error;
      } finally {
        count(origin, -1);
      }
      return work(fresh);
    },
    async close() {
      await Promise.all([kept.destroy(), fresh.destroy()]);
    },
  };
}
