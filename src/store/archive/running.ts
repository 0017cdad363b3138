import { setTimeout as delay } from 'node:timers/promises';
import { processesIn } from '../repositories/processes.ts';
import type { Tables } from '../tables/tables.ts';
import { ToolRefusal } from './refusal.ts';

/** How long a process that is on the list may be silent while it lives, and the time between two looks, in ms. */
const [SILENCE, PAUSE] = [5_000, 500];

/**
 * Throws ToolRefusal when a Darkroom runs on a store that is on a server, where no lock tells that: one that lives says so in the
 * list of processes every few seconds, and one that was killed is on that list, too, and says nothing.
 */
export async function refuseRunning(processes: Pick<Tables['processes'], 'rows'>): Promise<void> {
  const before = new Map((await processesIn(processes)).map(({ id, renewals }) => [id, renewals]));
  for (let waited = 0; before.size > 0 && waited < SILENCE; waited += PAUSE) {
    await delay(PAUSE);
    const listed = await processesIn(processes);
    if (listed.some(({ id, renewals }) => before.get(id) !== renewals)) {
      throw new ToolRefusal('Darkroom is running on this store: stop it first.');
    }
    if (listed.length === 0) return;
  }
}
