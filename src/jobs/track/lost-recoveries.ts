import type { LeaderContext } from '../context.ts';
import { createLostRecovery } from './recover-lost.ts';

/** Looks for the tasks of submissions that got no answer, at each relay by itself. */
export function createLostRecoveries(context: LeaderContext) {
  const each = new Map(context.relays.all.map((relay) => [relay, createLostRecovery(context, relay)]));
  return {
    hint(taskId: string, state: string): void {
      const relay = context.relays.ofTask(taskId);
      if (relay) each.get(relay)?.hint(taskId, state);
    },
    search(): void {
      for (const recovery of each.values()) recovery.search();
    },
    async stop(): Promise<void> {
      await Promise.all([...each.values()].map((recovery) => recovery.stop()));
    },
  };
}

export type LostRecoveries = ReturnType<typeof createLostRecoveries>;
