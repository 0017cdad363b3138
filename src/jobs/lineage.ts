import { classify } from '../domain/buttons/action.ts';
import type { Job, Place } from '../domain/job/job.ts';
import type { Store } from '../domain/ports.ts';

/** A picture that another one was made from; `job` is null when only its message is known. */
export type Ancestor = { readonly place: Place; readonly job: Job | null };

/** Longer chains are cut: they are walked one record at a time. */
const GENERATIONS = 12;

/** What a job came from, nearest first. A chain that bites its tail ends there. */
export async function lineage(
  { parent }: Pick<Job, 'parent'>,
  jobOf: (id: string) => Promise<Job | undefined>,
  messages: Pick<Store['messages'], 'get'>,
): Promise<readonly Ancestor[]> {
  const found: Ancestor[] = [];
  const seen = new Set<string>();
  for (let place = parent; place && found.length < GENERATIONS && !seen.has(place.messageId); ) {
    seen.add(place.messageId);
    const record = await messages.get(place.messageId);
    const job = (record && (await jobOf(record.jobId))) ?? null;
    found.push({ place, job });
    place = job?.parent ?? null;
  }
  return found;
}

/**
 * Submissions that a job is billed for. Where a member's account opens a window before something it would otherwise do at
 * once (remix), the press and the text are two; where there is always a window, only the text is billed.
 */
export function costOf({ request, text }: Pick<Job, 'request' | 'text'>): number {
  if (request.kind === 'show') return 0;
  return request.kind === 'action' && text !== null && classify(request.customId).window === 'remix' ? 2 : 1;
}
