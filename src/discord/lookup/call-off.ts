import { hasFailed, type Job } from '../../domain/job/job.ts';
import type { Context } from '../handler.ts';
import { gestureOf } from '../render/body.ts';
import { escapePrompt } from '../render/escape.ts';
import { nameOf } from '../render/jobs-list.ts';

/**
 * Calls a job off, for its member or for a moderator, who does not read what somebody makes in private. Resolves with the sentence
 * that says what came of it. Throws StoreError.
 */
export async function callOff(
  job: Job,
  by: 'member' | 'moderator',
  { engine, words }: Pick<Context, 'engine' | 'words'>,
): Promise<string> {
  const { cancelled } = words.lookup;
  const isHidden = by === 'moderator' && job.private;
  const what = escapePrompt(isHidden ? gestureOf(job, words) : nameOf(job, words), 200).text;
  const outcome = await engine.cancel(job.id, by === 'moderator');
  if (outcome === 'gone') return cancelled.gone;
  if (outcome !== 'cancelled') return cancelled[outcome](what);
  // As it was when it was called off, which may be a step later than when it was listed.
  const ended = await engine.job(job.id);
  if (ended && hasFailed(ended) && ended.outcome.free) return cancelled.waiting(what);
  return job.step === 'window' ? cancelled.opened(what) : cancelled.stopped(what);
}
