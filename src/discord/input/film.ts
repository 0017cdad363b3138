import type { ChatInputCommandInteraction } from 'discord.js';
import type { Place } from '../../domain/job/job.ts';
import type { Request } from '../../domain/job/request.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import type { Context } from '../handler.ts';
import { findResult, isSecretTask } from '../lookup/find-result.ts';
import { parseReference } from '../lookup/reference.ts';
import { linkedPicture } from './picture-option.ts';

/** A film's task, and where it is shown; null when that is not known. */
export type Film = { readonly taskId: string; readonly place: Place | null };

/** The film that a message link or a task id names, or the sentence that says why there is none for this member. */
export async function findFilm(
  text: string,
  interaction: ChatInputCommandInteraction,
  context: Context,
): Promise<Film | string> {
  const { media } = context.words;
  const reference = parseReference(text);
  if (!reference) return media.badFilm;
  const found = await findResult(reference, interaction, context);
  if (found === 'hidden' || found === 'several') return media.filmUnknown;
  // A task that the store does not know may still be a film: the relay will tell.
  if (!found) {
    if (reference.kind !== 'task' || (await isSecretTask(reference.taskId, interaction, context)))
      return media.filmUnknown;
    return { taskId: reference.taskId, place: null };
  }
  const { job, record } = found;
  const outcome = job && 'outcome' in job ? job.outcome : null;
  const hasFilm = outcome?.kind !== 'pictures' || outcome.videoUrls.length > 0;
  return record?.taskId && hasFilm ? { taskId: record.taskId, place: record.place } : media.filmUnknown;
}

/**
 * Why no film comes of a request once its text has added to it, null when one does. `asked`: as the options of the command have
 * it.
 */
export function filmTrouble(asked: Request, worded: Request, words: Catalogue): string | null {
  if (asked.kind !== 'video' || worded.kind !== 'video') return null;
  const hasEnd = asked.endImage !== null || worded.endImage !== null;
  if (hasEnd && (asked.loop || worded.loop)) return words.media.endOrLoop;
  if (worded.endImage === null || worded.endImage === asked.endImage) return null;
  const end = linkedPicture(worded.endImage, words);
  return 'refusal' in end ? end.refusal : null;
}
