import type { Job, JobIn, Place } from '../../domain/job/job.ts';
import type { JobStatus, Progress } from '../../domain/ports.ts';
import { catalogueFor } from '../../text/locale.ts';
import type { MessageBody } from '../render/body.ts';
import type { ShownMedia } from '../render/gallery.ts';
import { renderGrouped } from '../render/grouped.ts';
import { renderNotice } from '../render/notice.ts';
import { renderProgress } from '../render/progress.ts';
import { type Rendered, renderResult } from '../render/result.ts';

/** Turns jobs into messages. Pure. */
export type Renderer = {
  progress(job: Job, progress: Progress): MessageBody;
  result(job: JobIn<'delivering'>, shown: readonly ShownMedia[]): Rendered;
  notice(job: JobIn<'delivering'>, place: Place): MessageBody;
  /** One message for a group of jobs; `shown` are the pictures that are in it, in order. */
  grouped(
    job: Job & { readonly place: Place },
    statuses: readonly JobStatus[],
    shown: readonly ShownMedia[],
  ): MessageBody;
};

/** Renders in the language of whoever reads it: the requester's when only they do, else the server's. */
export function createRenderer(): Renderer {
  const wordsFor = (job: Job) => catalogueFor(job.private ? job.requester.locale : job.locale);
  return {
    progress: (job, progress) => renderProgress(job, progress, wordsFor(job)),
    result: (job, shown) => renderResult(job, shown, wordsFor(job)),
    grouped: (job, statuses, shown) => renderGrouped(job, statuses, shown, wordsFor(job)),
    notice: (job, place) => ({ ...renderNotice(job, place, wordsFor(job)), embeds: [], attachments: [] }),
  };
}
