import { hasCostNothing } from '../domain/job/cost.ts';
import { conclude, hasFailed, type Job, onlyLooks, type Place, type Reply } from '../domain/job/job.ts';
import type { WindowText } from '../domain/job/request.ts';
import { hasEnded } from '../domain/job/task.ts';
import { isCalledOff } from '../domain/job/task-result.ts';
import type { EngineContext } from './context.ts';
import type { Tracker } from './track/tracker.ts';

/**
 * What calling a job off came to. `cancelled`: it costs nothing more; `unfollowed`: the relay goes on without us;
 * `leftAlone`: it goes on for whoever asked for it, as the job only looked at it; `finished`: its task had ended before it could be stopped, and is shown.
 */
export type Cancelled = 'cancelled' | 'unfollowed' | 'leftAlone' | 'finished' | 'tooLate' | 'gone';

/** A task that the relay was asked to stop. `stopped`: it says that it has, or the task does. */
type Asked = { readonly taskId: string; readonly stopped: boolean };

/** What a member may do to an open job. */
export function createControls(
  { openJobs, clock, relay, signal, proceed }: EngineContext,
  { seen, whileCallingOff }: Pick<Tracker, 'seen' | 'whileCallingOff'>,
) {
  async function end(
    job: Job & { readonly place: Place },
    kind: 'cancelled' | 'stopped' | 'unfollowed' | 'leftAlone',
    byModerator: boolean,
  ): Promise<Cancelled> {
    const free = kind === 'cancelled' && hasCostNothing(job);
    const reason = kind === 'leftAlone' ? { kind } : { kind, ...(byModerator && ({ byModerator } as const)) };
    const ended = conclude(job, { kind: 'failed', reason, ...(free && { free }) }, clock.now());
    // The next process would submit what its member was told to be called off, if that were not written down.
    if (job.step === 'waiting' || job.step === 'window') await openJobs.commit(ended);
    else await openJobs.record(ended);
    proceed(ended);
    return kind === 'stopped' ? 'cancelled' : kind;
  }

  /** Asks the relay to stop a task and looks at what became of it. A task that ended by itself is taken in as always. */
  async function stop(taskId: string): Promise<Asked | 'finished'> {
    const stopped = await relay.cancel(taskId, signal);
    const task = await relay.fetch(taskId, signal).catch(() => null);
    if (task && hasEnded(task) && !isCalledOff(task)) {
      await seen([task], []);
      return 'finished';
    }
    return { taskId, stopped: stopped || (task !== null && hasEnded(task)) };
  }

  /** Whether somebody's job waits for a task and pays for it. Those who only look at it have no say in it. */
  function isWanted(taskId: string, exceptFor: string): boolean {
    return openJobs.byTask(taskId).some((job) => job.id !== exceptFor && !onlyLooks(job) && !hasFailed(job));
  }

  return {
    /**
     * `byModerator`: not by its member, whose message says so. Free while the job waits; while it runs, the relay is asked to stop its task, unless that is made for another job.
     * Throws StoreError, and the job waits on, when it waited and that it does no more could not be written down.
     */
    async cancel(id: string, byModerator = false): Promise<Cancelled> {
      const found = openJobs.get(id);
      const running = found?.step === 'following' || found?.step === 'overdue' ? found : null;
      const isOurs = running !== null && !onlyLooks(running) && !isWanted(running.taskId, id);
      const asked = isOurs ? await whileCallingOff(id, () => stop(running.taskId)) : null;
      if (asked === 'finished') return asked;
      return openJobs.withLock(id, async (job) => {
        switch (job?.step) {
          case undefined:
            return asked?.stopped ? 'cancelled' : 'gone';
          case 'waiting':
          case 'window':
            return end(job, 'cancelled', byModerator);
          case 'following':
          case 'overdue':
            if (job.taskId !== running?.taskId) return 'tooLate';
            if (onlyLooks(job)) return end(job, 'leftAlone', byModerator);
            return end(job, asked?.stopped ? 'stopped' : 'unfollowed', byModerator);
          default:
            // The news that its task was stopped came before we had heard the relay's answer.
            return asked?.stopped || (job && wasCalledOff(job)) ? 'cancelled' : 'tooLate';
        }
      });
    },

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
    answerWindow: (id: string, text: WindowText, reply: Reply | null): Promise<'taken' | 'late' | 'gone'> =>
      openJobs.withLock(id, async (job) => {
        if (!job) return 'gone';
        if (job.step !== 'window' || job.text) return 'late';
        const answered = { ...job, text, reply: reply ?? job.reply };
        await openJobs.commit(answered);
        proceed(answered);
        return 'taken';
      }),
  };
}

/** Whether a job ended because its member called it off. */
function wasCalledOff(job: Job): boolean {
  return hasFailed(job) && (job.outcome.reason.kind === 'cancelled' || job.outcome.reason.kind === 'stopped');
}
