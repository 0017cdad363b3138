import type { Reason } from '../failures/reason.ts';
import type { Job } from '../job/job.ts';
import type { Request, WindowText } from '../job/request.ts';

/** Reasons that lie in the prompt, so that other words may mend them. */
const mendable: ReadonlySet<Reason['kind']> = new Set(['bannedWord', 'invalidParameter', 'invalidRequest']);

type Worded = Pick<Job, 'request' | 'text'>;

/** What the member wrote for a job; null when it was a press that asked for no words. */
export function wordsOf({ request, text }: Worded): string | null {
  if (text) return text.prompt;
  return 'prompt' in request ? request.prompt : null;
}

/** Whether a failed job is worth another prompt. */
export function isRewordable(job: Worded, { kind }: Reason): boolean {
  return mendable.has(kind) && wordsOf(job) !== null;
}

/** The same gesture with another prompt. */
export function reworded(
  { request, text }: Worded,
  prompt: string,
): { readonly request: Request; readonly text: WindowText | null } {
  if (text) return { request, text: { ...text, prompt } };
  return { request: 'prompt' in request ? { ...request, prompt } : request, text };
}
