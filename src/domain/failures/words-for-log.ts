import type { Job } from '../job/job.ts';

/** How much of a relay's words the log keeps. */
const LENGTH = 200;

/**
 * What a relay says of a job, for the log: without addresses, and without what it repeats of the member's words. Short words are
 * everybody's.
 */
export function wordsForLog(told: string, { prompt, text }: Pick<Job, 'prompt' | 'text'>): string {
  const own = `${prompt} ${text?.prompt ?? ''}`.toLowerCase();
  const words = new Set(own.match(/[\p{L}\p{N}]{4,}/gu));
  const bare = told
    .slice(0, 4 * LENGTH)
    .replaceAll(/https?:\/\/\S+/gi, '[address]')
    .replaceAll(/[\p{L}\p{N}]{4,}/gu, (word) => (words.has(word.toLowerCase()) ? '[…]' : word));
  return bare.slice(0, LENGTH).toWellFormed();
}
