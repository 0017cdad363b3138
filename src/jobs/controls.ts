import { enter, type Job, type Outcome, type Place, type Reply } from '../domain/job/job.ts';
import type { EngineContext } from './context.ts';

/** What calling a job off came to. `cancelled`: it costs nothing more; `unfollowed`: the relay goes on without us. */
export type Cancelled = 'cancelled' | 'unfollowed' | 'tooLate' | 'gone';

/** Calls jobs off: free while they wait, with the relay's help where it can while they run. */
export function createCancel({ openJobs, clock, relay, signal, proceed }: EngineContext) {
  async function end(job: Job & { readonly place: Place }, kind: 'cancelled' | 'unfollowed'): Promise<Cancelled> {
    const outcome: Outcome = { kind: 'failed', reason: { kind } };
    const ended = enter(job, { step: 'delivering', place: job.place, outcome, since: clock.now() });
    await openJobs.record(ended);
    proceed(ended);
    return kind;
  }

  return (id: string): Promise<Cancelled> =>
    openJobs.alone(id, async (job) => {
      switch (job?.step) {
        case undefined:
          return 'gone';
        case 'waiting':
        case 'window':
          return end(job, 'cancelled');
        case 'following':
        case 'overdue':
          return end(job, (await relay.cancel(job.taskId, signal)) ? 'cancelled' : 'unfollowed');
        default:
          return 'tooLate';
      }
    });
}

/** Gives an open job a new way back to its message. Without one, nothing reaches a private message after 15 minutes. */
export function createRenew({ openJobs, proceed }: EngineContext) {
  return (id: string, reply: Reply): Promise<'renewed' | 'gone'> =>
    openJobs.alone(id, async (job) => {
      if (!job || job.step === 'received') return 'gone';
      const renewed = { ...job, reply };
      await openJobs.record(renewed);
      proceed(renewed);
      return 'renewed';
    });
}
