import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessRecord } from '../../domain/ports/store.ts';
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

/** A process on the list, and whether it has said so while it was watched. */
export type WatchedProcess = ProcessRecord & { readonly lives: boolean };

/** Watches the processes on the list until each has said that it lives, for five seconds at most. `read` reads the list anew. */
export async function watchProcesses(
  read: () => Promise<readonly ProcessRecord[]>,
): Promise<readonly WatchedProcess[]> {
  let listed = await read();
  const before = new Map(listed.map(({ id, renewals }) => [id, renewals]));
  const living = new Set<string>();
  for (let waited = 0; listed.some(({ id }) => !living.has(id)) && waited < SILENCE; waited += PAUSE) {
    await delay(PAUSE);
    listed = await read();
    for (const { id, renewals } of listed) if (before.get(id) !== renewals) living.add(id);
  }
  return listed.map((one) => ({ ...one, lives: living.has(one.id) }));
}
