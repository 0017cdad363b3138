import type { Place } from '../domain/job.ts';
import type { Context } from './handler.ts';

/** A film's task, and where it is shown when we know. */
export type Film = { readonly taskId: string; readonly place: Place | null };

/** The film that a message link, a message id or a task number names, or the sentence that says why there is none. */
export async function filmOf(text: string, { runner, store, words }: Context): Promise<Film | string> {
  const named = text.trim().replace(/^<(.*)>$/, '$1');
  const linked = /\/channels\/(?:@me|\d{17,20})\/\d{17,20}\/(\d{17,20})\/?$/.exec(named)?.[1];
  if (linked === undefined && !/^[\w-]{1,100}$/.test(named)) return words.making.badFilm;
  const record = await store.messages.get(linked ?? named);
  if (!record) {
    if (linked !== undefined) return words.making.filmUnknown;
    return { taskId: named, place: (await store.tasks.places(named)).at(-1) ?? null };
  }
  const job = await runner.job(record.jobId);
  const outcome = job && 'outcome' in job ? job.outcome : null;
  const hasFilm = outcome?.kind !== 'pictures' || outcome.videoUrls.length > 0;
  if (record.taskId === null || !hasFilm) return words.making.filmUnknown;
  return { taskId: record.taskId, place: record.place };
}
