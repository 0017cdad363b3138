import { relayOfTask } from '../../domain/job/task-key.ts';
import type { LeaderContext } from '../context.ts';
import { createLostRecovery, type LostRecovery } from './recover-lost.ts';

/** Looks for the tasks of submissions that got no answer, at each relay by itself. */
export function createLostRecoveries(context: LeaderContext) {
  const byRelay = new Map<string, LostRecovery>();

  function of(relay: string): LostRecovery {
    const own = byRelay.get(relay) ?? createLostRecovery(context, relay);
    byRelay.set(relay, own);
    return own;
  }

  return {
    hint(taskId: string, state: string): void {
      if (context.relays.ofTask(taskId)) of(relayOfTask(taskId)).hint(taskId, state);
    },
    search(): void {
      for (const { name } of context.relays.all) of(name).search();
    },
    async stop(): Promise<void> {
      await Promise.all([...byRelay.values()].map((recovery) => recovery.stop()));
    },
  };
}

export type LostRecoveries = ReturnType<typeof createLostRecoveries>;
