import { interactionOf } from '../../domain/job/job.ts';

/** Interactions that are being taken in: from the first write of their jobs until they are answered or given up. */
export function createInFlight() {
  const running = new Map<string, Promise<unknown>>();

  return {
    /** Takes in the jobs of one interaction; `replayed` when that is already under way. */
    async take<T>(jobId: string, work: () => Promise<T>): Promise<T | { readonly kind: 'replayed' }> {
      const id = interactionOf(jobId);
      if (running.has(id)) return { kind: 'replayed' };
      const intake = work();
      running.set(id, intake);
      try {
        return await intake;
      } finally {
        running.delete(id);
      }
    },
    has: (jobId: string) => running.has(interactionOf(jobId)),
    /** Resolves when a job's interaction is answered or given up. */
    async over(jobId: string): Promise<void> {
      await running.get(interactionOf(jobId))?.catch(() => undefined);
    },
    async idle(): Promise<void> {
      await Promise.allSettled(running.values());
    },
  };
}

export type InFlight = ReturnType<typeof createInFlight>;
