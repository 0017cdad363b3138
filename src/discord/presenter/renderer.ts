import type { Job, JobIn, Place } from '../../domain/job/job.ts';
import type { Feature } from '../../domain/policy/server-policy.ts';
import type { JobStatus, Progress } from '../../domain/ports/presenter.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { catalogueFor } from '../../text/locale.ts';
import type { MessageBody } from '../render/body.ts';
import type { ShownMedia } from '../render/gallery.ts';
import { renderGrouped } from '../render/grouped.ts';
import { messageLink } from '../render/link.ts';
import { renderNotice } from '../render/notice.ts';
import { renderProgress } from '../render/progress.ts';
import { type EphemeralReply, renderReply } from '../render/reply.ts';
import { type Rendered, renderResult } from '../render/result.ts';
import { bareText, type Shortfall, whereabouts } from '../render/shortfall.ts';

/** Turns jobs into messages. Pure. */
export type Renderer = {
  /** `file`: the name of the file that shows its preview, if there is one. */
  progress(job: Job, progress: Progress, file?: string | null): MessageBody;
  /** `shortfall`: why the message has less than it should. */
  result(job: JobIn<'delivering'>, shown: readonly ShownMedia[], shortfall?: Shortfall | null): Rendered;
  /** What became of a job, in a sentence that repeats nothing of it. */
  bareText(job: JobIn<'delivering'>, shortfall: Shortfall): string;
  /** For a message whose result stands elsewhere, perhaps only for its requester; nowhere when `place` is null. */
  whereabouts(job: JobIn<'delivering'>, place: Place | null, hidden: boolean): string;
  /** Where a job was begun, for the message that only its requester sees and in which they asked for it. */
  begunAt(job: Job, place: Place): EphemeralReply;
  notice(job: JobIn<'delivering'>, place: Place): MessageBody;
  /** One message for a group of jobs; `shown` are the pictures that are in it, in order. */
  grouped(
    job: Job & { readonly place: Place },
    statuses: readonly JobStatus[],
    shown: readonly ShownMedia[],
    shortfall?: Shortfall | null,
  ): MessageBody;
};

/** The words in the language of whoever reads a job's message: the requester's when only they do, else the server's. */
export function wordsFor(job: Job): Catalogue {
  return catalogueFor(job.private ? job.requester.locale : job.locale);
}

/** Renders in the language of whoever reads it. `off`: what the server has switched off. */
export function createRenderer(off: readonly Feature[] = []): Renderer {
  return {
    progress: (job, progress, file) => renderProgress(job, progress, wordsFor(job), file),
    result: (job, shown, shortfall) => renderResult(job, shown, wordsFor(job), shortfall, off),
    bareText: (job, shortfall) => bareText(job, shortfall, wordsFor(job)),
    whereabouts: (job, place, hidden) => whereabouts(job, place, hidden, wordsFor(job)),
    grouped: (job, statuses, shown, shortfall) => renderGrouped(job, statuses, shown, wordsFor(job), shortfall),
    begunAt: ({ requester }, place) =>
      renderReply(catalogueFor(requester.locale).replies.begunAt(messageLink(place)), {
        embeds: [],
        components: [],
        attachments: [],
      }),
    notice: (job, place) => ({ ...renderNotice(job, place, wordsFor(job)), embeds: [], attachments: [] }),
  };
}
