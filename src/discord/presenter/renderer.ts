import type { Job, JobIn, Place } from '../../domain/job/job.ts';
import type { PostedButton, Progress, Sight } from '../../domain/ports.ts';
import { speak } from '../../text/locale.ts';
import { renderTogether } from '../render/grouped.ts';
import { renderProgress, renderResult, type ShownMedia } from '../render/message.ts';
import { renderNotice } from '../render/notice.ts';

/** A message as Discord's API takes it, always complete: an edit that leaves a field out would keep the old one. */
export type MessageBody = {
  readonly content: string;
  readonly embeds: readonly object[];
  readonly components: readonly object[];
  readonly attachments: readonly AttachmentNote[];
  readonly allowed_mentions: object;
};

/** `description` is the alt text. `id` is the number of the file in the same request. */
export type AttachmentNote = { readonly id: string; readonly filename: string; readonly description?: string };

/** `promptFile` is the text of a prompt too long to be shown, to be uploaded as `prompt.txt`. */
export type RenderedResult = {
  readonly body: MessageBody;
  readonly buttons: readonly PostedButton[];
  readonly promptFile: string | null;
};

/** Turns jobs into messages. Pure. */
export type Renderer = {
  progress(job: Job, progress: Progress): MessageBody;
  result(job: JobIn<'delivering'>, shown: readonly ShownMedia[]): RenderedResult;
  notice(job: JobIn<'delivering'>, place: Place): MessageBody;
  /** One message for several jobs; `shown` are the pictures that are there, in order. */
  together(job: Job & { readonly place: Place }, sights: readonly Sight[], shown: readonly ShownMedia[]): MessageBody;
};

/** Renders in the language of whoever reads it: the requester's when only they do, else the server's. */
export function createRenderer(): Renderer {
  const wordsFor = (job: Job) => speak(job.private ? job.requester.locale : job.locale);
  return {
    progress: (job, progress) => renderProgress(job, progress, wordsFor(job)),
    result: (job, shown) => renderResult(job, shown, wordsFor(job)),
    together: (job, sights, shown) => renderTogether(job, sights, shown, wordsFor(job)),
    notice: (job, place) => ({ ...renderNotice(job, place, wordsFor(job)), embeds: [], attachments: [] }),
  };
}
