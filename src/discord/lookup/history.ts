import { classify } from '../../domain/buttons/action.ts';
import type { Job } from '../../domain/job/job.ts';
import { jobOfTask } from '../../domain/job/shared-message.ts';
import type { MessageRecord, RecentTask } from '../../domain/ports/store.ts';
import type { Services } from '../handler.ts';
import type { HistoryEntry, HistoryKind, HistoryPicture, HistoryQuery } from '../render/history.ts';
import { isSourceFile } from '../render/source-file.ts';
import { searchTasks } from './recent-tasks.ts';

type Sources = Pick<Services, 'engine' | 'store'>;

/** What a member has made that fits, newest first. Only where a kind is asked for, all of it is looked up. */
export async function findHistory(
  memberId: string,
  { search, kind }: HistoryQuery,
  sources: Sources,
): Promise<readonly RecentTask[]> {
  const tasks = searchTasks(await sources.store.members.recent(memberId), search);
  if (kind === 'all') return tasks;
  const kinds = await Promise.all(tasks.map(async (task) => kindOf(await foundOf(task, sources))));
  return tasks.filter((_, index) => kinds[index] === kind);
}

export async function historyEntry(task: RecentTask, sources: Sources): Promise<HistoryEntry> {
  return { task, job: (await foundOf(task, sources)).job };
}

type Found = { readonly job: Job | null; readonly record: MessageRecord | undefined };

async function foundOf({ taskId, place }: RecentTask, { engine, store }: Sources): Promise<Found> {
  const record = await store.messages.get(place.messageId);
  return { record, job: (record && (await jobOfTask(record, taskId, engine.job))) ?? null };
}

function kindOf({ job, record }: Found): HistoryKind {
  const outcome = job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome : null;
  if (outcome && outcome.videoUrls.length > 0) return 'films';
  if (outcome && outcome.text !== '') return 'words';
  const buttons = outcome?.buttons ?? record?.buttons ?? [];
  return buttons.some(({ customId }) => classify(customId).class === 'upscale') ? 'grids' : 'singles';
}

/**
 * A picture of each entry: the one in its message, or a small copy of the relay's where the bot cannot see the message, because only
 * its maker does; null where there is none.
 */
export async function picturesOf(
  entries: readonly HistoryEntry[],
  { presenter, pictures }: Pick<Services, 'presenter' | 'pictures'>,
): Promise<readonly (HistoryPicture | null)[]> {
  return Promise.all(
    entries.map(async ({ task: { place }, job }) => {
      const copies = (await presenter.copies(place)).filter(isPictureAddress);
      const group = job?.group ?? [];
      const own = job && copies.length === group.length ? copies[group.indexOf(job.id)] : copies[0];
      if (own !== undefined) return { url: own };
      const copy = job?.private && (await pictures.small(imageOf(job)));
      return copy ? { copy } : null;
    }),
  );
}

function imageOf(job: Job): string {
  return ('outcome' in job && job.outcome.kind === 'pictures' && job.outcome.imageUrls[0]) || '';
}

function isPictureAddress(url: string): boolean {
  return /\.(?:png|jpe?g|webp|gif|avif)$/i.test(URL.parse(url)?.pathname ?? '') && !isSourceFile(url);
}
