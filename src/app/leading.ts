import type { Cluster } from '../domain/ports/cluster.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Engine } from '../jobs/engine.ts';
import { endsWithin } from '../lib/timeout.ts';

/** How long a term waits to hear whether the relay lets us look at tasks, in ms. Until then no job is taken up. */
const FIRST_LOOK = 3_000;

export type LeadingParts = {
  readonly engine: Pick<Engine, 'look' | 'resume' | 'heard' | 'rest'>;
  readonly cluster: Pick<Cluster, 'leadership' | 'wakeUps'>;
  /** Asks the relay after the tasks that are due. */
  readonly wake: () => void;
  readonly log: Log;
};

/** Leads whenever this process does: takes over what is open, and goes on with what other processes have moved. */
export function createLeading({ engine, cluster, wake, log }: LeadingParts) {
  const connected = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  let isLeading = false;

  async function lead(over: AbortSignal): Promise<void> {
    isLeading = true;
    const ended = aborted(over);
    // At once, and before anything is waited for: what is still to be shown here would overwrite what the next leader has shown.
    over.addEventListener('abort', () => over.reason === 'lost' && void engine.rest(), { once: true });
    try {
      await Promise.race([endsWithin(FIRST_LOOK, engine.look()), ended]);
      const show = await engine.resume();
      taken.resolve();
      log.info({}, 'this process leads');
      const receiving = cluster.wakeUps.receive(engine.heard, over);
      await Promise.race([connected.promise, ended]);
      if (!over.aborted) {
        show();
        wake();
      }
      await Promise.all([ended, receiving]);
      log.info({ because: over.reason }, 'this process leads no longer');
    } finally {
      isLeading = false;
      // Where that has failed, another process may lead from now on.
      taken.resolve();
      const rested = engine.rest();
      // Another process may lead already. What is in the air here goes on, and is written only where nobody has moved it.
      if (over.reason !== 'lost') await rested;
    }
  }

  return {
    isLeading: () => isLeading,
    /** Begins to lead as soon as nobody else does. Resolves at once when somebody does, else when all that is open is taken over, or could not be. */
    async begin(): Promise<void> {
      cluster.leadership.hold(lead);
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (isLeading) await taken.promise;
    },
    /** Members can be heard now, so what they are to see may be shown. */
    connected: () => connected.resolve(),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
