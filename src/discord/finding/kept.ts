import type { RecentTask } from '../../domain/ports.ts';
import type { Context } from '../handler.ts';

/** How far back is looked, in results: each costs two look-ups. */
const LOOKED_AT = 15;

/** A member's newest results that reached nobody: their jobs are settled and have no place. */
export async function keptOf(
  memberId: string,
  { runner, store }: Pick<Context, 'runner' | 'store'>,
): Promise<readonly RecentTask[]> {
  const newest = (await store.members.recent(memberId)).slice(0, LOOKED_AT);
  const kept = await Promise.all(
    newest.map(async (task) => {
      const record = await store.messages.get(task.place.messageId);
      const job = record && (await runner.job(record.jobId));
      return job?.step === 'settled' && job.place === null ? [task] : [];
    }),
  );
  return kept.flat();
}
