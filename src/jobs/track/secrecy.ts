import type { Reason } from '../../domain/failures/reason.ts';
import { jobIdIn } from '../../domain/job/echo.ts';
import { type Job, onlyLooks } from '../../domain/job/job.ts';
import type { Task } from '../../domain/job/task.ts';
import { isKeptFrom } from '../../domain/job/visibility.ts';
import type { LeaderContext } from '../context.ts';

/**
 * Tells why a job that only looks at a task may not show it, null when it may: it is kept from its member, or they asked for it
 * in private and look where all can see. Whose it is stands in the task's `state`, which gateways tell with their first poll
 * only, so a job is looked up until one was told.
 */
export function createSecrecy({ openJobs, store, log }: Pick<LeaderContext, 'openJobs' | 'store' | 'log'>) {
  /** Jobs that may show their tasks. */
  const cleared = openJobs.notes<true>();

  async function reasonOf(job: Job, makerId: string): Promise<Reason | null> {
    const { requester, guildId, channelId } = job;
    const maker = openJobs.get(makerId) ?? (await store.jobs.get(makerId));
    if (!maker || onlyLooks(maker)) return null;
    if (isKeptFrom({ memberId: requester.id, guildId, channelId }, maker)) return { kind: 'taskUnknown' };
    return maker.private && !job.private ? { kind: 'askedInPrivate' } : null;
  }

  return async (job: Job, { state }: Task): Promise<Reason | null> => {
    if (state === '' || cleared.has(job.id)) return null;
    const makerId = jobIdIn(state);
    try {
      const reason = await reasonOf(job, makerId);
      if (!reason) cleared.set(job.id, true);
      return reason;
    } catch (error) {
      log.warn({ job: makerId, error }, 'whose task it is could not be looked up, so it is shown to nobody');
      return { kind: 'taskUnknown' };
    }
  };
}
