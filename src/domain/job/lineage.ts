import type { Store } from '../ports/store.ts';
import type { Job, Place } from './job.ts';
import { jobOfMessage, jobOfTask } from './shared-message.ts';

/** A picture that another one was made from; `job` is null when only its message is known. */
export type Ancestor = { readonly place: Place; readonly job: Job | null };

/** Most ancestors that are told: each costs two reads of the store. */
const ANCESTORS_MAX = 12;

/** The task that a job goes on with; null where its request names none. */
function sourceTask({ request }: Pick<Job, 'request'>): string | null {
  return request.kind === 'action' ? request.taskId : null;
}

/** The pictures that a job was made from, nearest first. Ends where nobody knows more, or where a chain meets itself. */
export async function lineage(
  descendant: Pick<Job, 'parent' | 'request'>,
  jobOf: (id: string) => Promise<Job | undefined>,
  messages: Pick<Store['messages'], 'get'>,
): Promise<readonly Ancestor[]> {
  async function jobAt({ messageId }: Place, taskId: string | null): Promise<Job | null> {
    const record = await messages.get(messageId);
    if (!record) return null;
    if (taskId !== null) return jobOfTask(record, taskId, jobOf);
    const job = await jobOfMessage(record, jobOf);
    return job === 'several' ? null : job;
  }

  const found: Ancestor[] = [];
  const visited = new Set<string>();
  let { parent: place } = descendant;
  let taskId = sourceTask(descendant);
  while (place && found.length < ANCESTORS_MAX && !visited.has(place.messageId)) {
    visited.add(place.messageId);
    const job: Job | null = await jobAt(place, taskId);
    found.push({ place, job });
    place = job?.parent ?? null;
    taskId = job && sourceTask(job);
  }
  return found;
}
