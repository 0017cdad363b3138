import { OPERATOR } from '../credits/charge.ts';
import type { Job } from './job.ts';
import type { Request, Submission } from './request.ts';
import { MAIN_RELAY, relayOfTask } from './task-key.ts';

/** The relay that alone can do what is asked for, as it is about a task of that relay; null where any relay can. */
export function relayAskedFor(asked: Request | Submission): string | null {
  switch (asked.kind) {
    case 'show':
    case 'action':
    case 'modal':
      return relayOfTask(asked.taskId);
    case 'video':
      return asked.extend && relayOfTask(asked.extend.taskId);
    default:
      return null;
  }
}

/**
 * The relay that a job is bound to, null while it may still go to any: it has not been submitted, is about no task, and no server pays
 * for it with a key of its own.
 */
export function boundRelay(job: Job): string | null {
  if ('taskId' in job && job.taskId !== null) return relayOfTask(job.taskId);
  const asked = relayAskedFor(job.request);
  if (asked !== null) return asked;
  if (job.payer !== undefined && job.payer !== OPERATOR) return job.payer;
  return job.step === 'received' || job.step === 'waiting' ? null : (job.relay ?? MAIN_RELAY);
}
