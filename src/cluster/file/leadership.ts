import type { Leadership, TermEnd } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import { openFileLock } from '../../lib/file-lock.ts';
import { pause } from '../../lib/timeout.ts';
import { createOutage } from '../outage.ts';
import { runTerm } from '../term.ts';

/** How long after one try to take the lock the next one comes, in ms: what jobs wait at most for the next leader when one has died. */
const TRY_EVERY = 200;

/**
 * Leadership among the processes of one machine: whoever holds the lock at `path` leads. Nobody can lose it while it lives, so a term
 * only ever ends as a handover. A frozen process keeps it, and then nobody leads. Rejects as `openFileLock` does.
 */
export async function openFileLeadership(path: string, log: Log): Promise<Leadership> {
  const lock = await openFileLock(path);
  const leaving = new AbortController();
  const outage = createOutage(log, {
    failing: 'the lock of the leader cannot be asked for; that is tried again',
    working: 'the lock of the leader can be asked for again',
  });
  let ended: Promise<void> = Promise.resolve();

  function isHeld(): boolean {
    try {
      const isTaken = lock.take();
      outage.worked();
      return isTaken;
    } catch (error) {
      outage.failed(error);
      return false;
    }
  }

  async function leadOn(lead: (over: AbortSignal) => Promise<void>): Promise<void> {
    while (!leaving.signal.aborted) {
      if (isHeld()) {
        await runTerm(lead, AbortSignal.any([leaving.signal]), log);
        lock.release();
      }
      await pause(TRY_EVERY, leaving.signal);
    }
  }

  return {
    hold(lead) {
      ended = leadOn(lead);
    },
    // A frozen process keeps the lock.
    isCertain: () => true,
    async leave() {
      leaving.abort('handover' satisfies TermEnd);
      await ended;
      lock.close();
    },
  };
}
