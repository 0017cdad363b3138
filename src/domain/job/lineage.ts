import type { Store } from '../ports.ts';
import type { Job, Place } from './job.ts';

/** A picture that another one was made from; `job` is null when only its message is known. */
export type Ancestor = { readonly place: Place; readonly job: Job | null };

/** Most ancestors that are told: each costs two reads of the store. */
const ANCESTORS_MAX = 12;

/** The pictures that a job was made from, nearest first. Ends where nobody knows more, or where a chain meets itself. */
export async function lineage(
  { parent }: Pick<Job, 'parent'>,
  jobOf: (id: string) => Promise<Job | undefined>,
  messages: Pick<Store['messages'], 'get'>,
): Promise<readonly Ancestor[]> {
  const found: Ancestor[] = [];
  const visited = new Set<string>();
  for (let place = parent; place && found.length < ANCESTORS_MAX && !visited.has(place.messageId); ) {
    visited.add(place.messageId);
    const record = await messages.get(place.messageId);
    const job = (record && (await jobOf(record.jobId))) ?? null;
    found.push({ place, job });
    place = job?.parent ?? null;
  }
  return found;
}
