import type { Cluster, Leadership, TermEnd, WakeUp, WakeUps } from '../domain/ports/cluster.ts';
import type { Log } from '../domain/ports/log.ts';
import { pause } from '../lib/timeout.ts';
import { createWakeableSleep } from '../lib/wakeable-sleep.ts';
import { createPending, MOST_PENDING } from './pending.ts';
import { runTerm } from './term.ts';

/** How long after `handle` rejected a wake-up it comes again, in ms. */
const REST = 1_000;
/** How long the receiver may sleep when nothing comes, in ms. */
const LONG = 60_000;

/** For a store that only one process can have: it leads at once and until it leaves, and a wake-up is a call. */
export function createLoneCluster(log: Log): Cluster {
  const leadership = createLoneLeadership(log);
  const wakeUps = createLoneWakeUps();
  return {
    leadership,
    wakeUps,
    deliveries: null,
    // Whoever else there was on such a store is gone with it.
    isGone: async () => true,
    async close() {
      await leadership.leave();
      await wakeUps.close();
    },
  };
}

function createLoneLeadership(log: Log): Leadership {
  const leaving = new AbortController();
  let ended: Promise<void> = Promise.resolve();
  async function leadOn(lead: (over: AbortSignal) => Promise<void>): Promise<void> {
    while (!leaving.signal.aborted) await runTerm(lead, AbortSignal.any([leaving.signal]), log);
  }
  return {
    hold(lead) {
      ended = leadOn(lead);
    },
    isCertain: () => true,
    async leave() {
      leaving.abort('handover' satisfies TermEnd);
      await ended;
    },
  };
}

function createLoneWakeUps(): WakeUps {
  const pending = createPending<WakeUp>();
  const sleeper = createWakeableSleep();
  function send(wakeUp: WakeUp): void {
    pending.add(wakeUp);
    sleeper.wake();
  }
  return {
    send,
    async receive(handle, over) {
      const running = new Set<Promise<void>>();
      async function hand(wakeUp: WakeUp): Promise<void> {
        try {
          await handle(wakeUp);
        } catch {
          await pause(REST, over);
          send(wakeUp);
        }
      }
      while (!over.aborted) {
        for (const wakeUp of pending.take(MOST_PENDING)) {
          const handing = hand(wakeUp).finally(() => running.delete(handing));
          running.add(handing);
        }
        await sleeper.sleep(LONG, over);
      }
      await Promise.all(running);
    },
    close: async () => undefined,
  };
}
