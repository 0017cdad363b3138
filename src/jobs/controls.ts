import { conclude, type Job, type Place, type Reply } from '../domain/job/job.ts';
import type { WindowText } from '../domain/job/request.ts';
import type { EngineContext } from './context.ts';

/** What calling a job off came to. `cancelled`: it costs nothing more; `unfollowed`: the relay goes on without us. */
export type Cancelled = 'cancelled' | 'unfollowed' | 'tooLate' | 'gone';

/** What a member may do to an open job. */
export function createControls({ openJobs, clock, relay, signal, proceed }: EngineContext) {
  async function end(job: Job & { readonly place: Place }, kind: 'cancelled' | 'unfollowed'): Promise<Cancelled> {
    const ended = conclude(job, { kind: 'failed', reason: { kind } }, clock.now());
    await openJobs.record(ended);
    proceed(ended);
    return kind;
  }

  return {
    /** Free while the job waits; while it runs, the relay is asked to stop its task. */
    cancel: (id: string): Promise<Cancelled> =>
      openJobs.withLock(id, async (job) => {
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
      }),

    /** A living token for the job's message. Without one, nothing reaches a private message after 15 minutes. */
    renew: (id: string, reply: Reply): Promise<'renewed' | 'gone'> =>
      openJobs.withLock(id, async (job) => {
        if (!job || job.step === 'received') return 'gone';
        const renewed = { ...job, reply };
        await openJobs.record(renewed);
        proceed(renewed);
        return 'renewed';
      }),

    /** The text that an open window asks for. */
    answerWindow: (id: string, text: WindowText, reply: Reply): Promise<'taken' | 'late' | 'gone'> =>
      openJobs.withLock(id, async (job) => {
        if (!job) return 'gone';
        if (job.step !== 'window' || job.text) return 'late';
        const answered = { ...job, text, reply };
        await openJobs.commit(answered);
        proceed(answered);
        return 'taken';
      }),
  };
}
