import { enter, interactionOf, type Job, type ReceivedJob } from '../job/job.ts';

/** Jobs for the tasks that a submission began beside its own: each is only followed, in a message of its own. */
export function furtherJobs(job: Job, taskIds: readonly string[]): ReceivedJob[] {
  return taskIds.map((taskId, index): ReceivedJob => {
    const id = `${interactionOf(job.id)}-${index + 2}`;
    const request = { kind: 'show', taskId } as const;
    return { ...enter(job, { step: 'received' }), id, state: id, request, text: null, claims: [], mates: [] };
  });
}
