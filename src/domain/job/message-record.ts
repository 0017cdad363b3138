import type { MessageRecord } from '../ports/store.ts';
import type { Job } from './job.ts';
import type { Pictures } from './outcome.ts';

/** Where and how a result is shown. `createdAt` is Unix ms; `isPrivate` is said of the result, not of this view of it. */
type Showing = Pick<MessageRecord, 'place' | 'buttons' | 'createdAt'> & { readonly isPrivate: boolean };

/** What is remembered of a message that shows the result of one job. */
export function messageRecord(
  { id, requester }: Pick<Job, 'id' | 'requester'>,
  { taskId, prompt }: Pick<Pictures, 'taskId' | 'prompt'>,
  { place, buttons, createdAt, isPrivate }: Showing,
): MessageRecord {
  return {
    place,
    jobId: id,
    taskId,
    buttons,
    requesterId: requester.id,
    prompt,
    createdAt,
    ...(isPrivate && { private: true }),
  };
}
