import { hasCostNothing } from '../domain/job/cost.ts';
import {
  conclude,
  hasFailed,
  isAttaching,
  type Job,
  type JobIn,
  onlyLooks,
  type Place,
  type Reply,
  taskOf,
} from '../domain/job/job.ts';
import type { WindowText } from '../domain/job/request.ts';
import { hasEnded, type Task } from '../domain/job/task.ts';
import { relayOfTask } from '../domain/job/task-key.ts';
import { isCalledOff } from '../domain/job/task-result.ts';
import type { ProcessContext } from './context.ts';
import { createSettling } from './deliver/settling.ts';

/**
 * What calling a job off came to. `cancelled`: it costs nothing more; `unfollowed`: the relay goes on without us;
 * `leftAlone`: it goes on for whoever asked for it, as the job only looked at it; `finished`: its task had ended before it could be stopped, and is shown.
 */
export type Cancelled = 'cancelled' | 'unfollowed' | 'leftAlone' | 'finished' | 'tooLate' | 'gone';

/** What a member may do to an open job. */
export type Controls = {
  /** Gives a waiting window its text, and the job a new living token if there is one; `late` when it already has a text. */
  answerWindow(jobId: string, text: WindowText, reply: Reply | null): Promise<'taken' | 'late' | 'gone'>;
  /**
   * Calls an open job off. `byModerator`: not by its member, whose message says so. Absent means by them. Free while the job waits;
   * while it runs, the relay is asked to stop its task, unless that is made for another job.
   * Throws StoreError, and the job waits on, when it waited and that it does no more could not be written down.
   */
  cancel(jobId: string, byModerator?: boolean): Promise<Cancelled>;
  /** Gives an open job a new living token. Without one, nothing reaches a private message after 15 minutes. */
  renew(jobId: string, reply: Reply): Promise<'renewed' | 'gone'>;
  /** Settles a job whose pictures are still tried once more; does nothing for any other. */
  endAttaching(jobId: string): Promise<void>;
};

/** A task that the relay was asked to stop. `stopped`: it says that it has, or the task does. */
type Asked = { readonly taskId: string; readonly stopped: boolean };

/** Changes jobs in every process. `saw` tells whoever leads what the relay says of a task. */
export function createControls(
  { store, jobs, clock, relays, signal, serverLog, log, moved }: ProcessContext,
  { saw }: { saw(task: Task): Promise<void> },
): Controls {
  const settling = createSettling({ jobs, claims: store.claims, serverLog, log });

  async function end(
    job: Job & { readonly place: Place },
    kind: 'cancelled' | 'stopped' | 'unfollowed' | 'leftAlone',
    byModerator: boolean,
  ): Promise<Cancelled> {
    const free = kind === 'cancelled' && hasCostNothing(job);
    const reason = kind === 'leftAlone' ? { kind } : { kind, ...(byModerator && ({ byModerator } as const)) };
    const ended = conclude(job, { kind: 'failed', reason, ...(free && { free }) }, clock.now());
    // The next process would submit what its member was told to be called off, if that were not written down.
    if (job.step === 'waiting' || job.step === 'window') await jobs.commit(ended);
    else await jobs.record(ended);
    moved(ended);
    return kind === 'stopped' ? 'cancelled' : kind;
  }

  /**
   * Asks the relay to stop a job's task and looks at what became of it. A task that ended by itself is taken in as always. That the job
   * is being called off is written down first: whoever leads may hear that the task was stopped before we do.
   */
  async function callOff({ id, taskId }: JobIn<'following'> | JobIn<'overdue'>): Promise<Asked | 'finished'> {
    await jobs.withLock(id, async (job) => {
      if ((job?.step !== 'following' && job?.step !== 'overdue') || job.taskId !== taskId) return;
      const marked = { ...job, callingOff: true } as const;
      await jobs.record(marked);
      moved(marked);
    });
    const relay = (await relays.opened(relayOfTask(taskId)).catch(() => undefined))?.port;
    const stopped = (await relay?.cancel(taskId, signal)) ?? false;
    const task = (await relay?.fetch(taskId, signal).catch(() => null)) ?? null;
    if (task && hasEnded(task) && !isCalledOff(task)) {
      await saw(task);
      return 'finished';
    }
    return { taskId, stopped: stopped || (task !== null && hasEnded(task)) };
  }

  /** Whether somebody's job waits for a task and pays for it. Those who only look at it have no say in it. */
  async function isWanted(taskId: string, exceptFor: string): Promise<boolean> {
    const others = (await store.indexes.ofTask(taskId)).filter((id) => id !== exceptFor);
    const found = await jobs.open(others);
    return found.some((job) => taskOf(job) === taskId && !onlyLooks(job) && !hasFailed(job));
  }

  return {
    async cancel(id, byModerator = false) {
      const found = await jobs.get(id);
      const running = found?.step === 'following' || found?.step === 'overdue' ? found : null;
      const isOurs = running !== null && !onlyLooks(running) && !(await isWanted(running.taskId, id));
      const asked = isOurs ? await callOff(running) : null;
      if (asked === 'finished') return asked;
      return jobs.withLock(id, async (job) => {
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

    renew: (id, reply) =>
      jobs.withLock(id, async (job) => {
        if (!job || job.step === 'received') return 'gone';
        const renewed = { ...job, reply };
        await jobs.record(renewed);
        moved(renewed);
        return 'renewed';
      }),

    answerWindow: (id, text, reply) =>
      jobs.withLock(id, async (job) => {
        if (!job) return 'gone';
        if (job.step !== 'window' || job.text) return 'late';
        const answered = { ...job, text, reply: reply ?? job.reply };
        await jobs.commit(answered);
        moved(answered);
        return 'taken';
      }),

    endAttaching: (id) =>
      jobs.withLock(id, async (job) => {
        if (job && isAttaching(job)) moved(await settling.settle(job, job.place, job.outcome, null));
      }),
  };
}

/** Whether a job ended because its member called it off. */
function wasCalledOff(job: Job): boolean {
  return hasFailed(job) && (job.outcome.reason.kind === 'cancelled' || job.outcome.reason.kind === 'stopped');
}
