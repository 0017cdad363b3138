import type { WakeUp, WakeUps } from '../../domain/ports/cluster.ts';
import type { Log } from '../../domain/ports/log.ts';
import { pause } from '../../lib/timeout.ts';
import { createOutage } from '../outage.ts';
import { createOutbox } from '../outbox.ts';
import { openWakeUpFile, type WakeUpFile } from './wake-up-file.ts';

/** How often the leader asks whether somebody has written to the file, in ms. */
const LOOK_EVERY = 100;
/** How many may be in hand at once. What comes on top stays in the file. */
const MOST_IN_HAND = 1_000;
/** How long after `handle` rejected a wake-up it is put back, in ms. */
const REST = 1_000;

/**
 * Carries wake-ups among the processes of one machine, in a file of their own beside the store: they neither wait for the store nor
 * hold it up. Rejects as `openWakeUpFile` does.
 */
export async function openFileWakeUps(path: string, log: Log): Promise<WakeUps> {
  const file = await openWakeUpFile(path);
  // A connection of its own, so that what this process writes changes the version, too.
  const inbox = createInbox(await openWakeUpFile(path), log);
  const outbox = createOutbox(async (batch) => file.add(batch), log);

  return {
    send: outbox.send,
    async receive(handle, over) {
      const inHand = new Set<Promise<void>>();
      async function handOn(wakeUp: WakeUp): Promise<void> {
        try {
          await handle(wakeUp);
        } catch {
          await pause(REST, over);
          outbox.send(wakeUp);
        }
      }
      inbox.open();
      while (!over.aborted) {
        const taken = inHand.size < MOST_IN_HAND ? inbox.take() : [];
        for (const wakeUp of taken) {
          const handing = handOn(wakeUp).finally(() => inHand.delete(handing));
          inHand.add(handing);
        }
        await pause(taken.length > 0 ? 0 : LOOK_EVERY, over);
      }
      await Promise.all(inHand);
    },
    async close() {
      await outbox.close();
      file.close();
      inbox.close();
    },
  };
}

/** What has come since the last look. A file that is busy is looked at again. */
function createInbox(file: WakeUpFile, log: Log) {
  let seen: number | null = null;
  const outage = createOutage(log, {
    failing: 'wake-ups cannot be read; that is repeated',
    working: 'wake-ups can be read again',
  });
  return {
    /** Looks at what came while nobody did. */
    open(): void {
      seen = null;
    },
    /** Some of what has come, the oldest first; none when nothing has. */
    take(): readonly WakeUp[] {
      try {
        const version = file.version();
        const taken = version === seen ? [] : file.take();
        if (taken.length === 0) seen = version;
        outage.worked();
        return taken.filter((wakeUp) => wakeUp !== null);
      } catch (error) {
        outage.failed(error);
        return [];
      }
    },
    close: file.close,
  };
}
