import type { Reason } from '../failures/reason.ts';
import type { Job } from '../job/job.ts';
import type { Request, WindowText } from '../job/request.ts';
import { type FilmOptions, takeFilmFlags } from './film-flags.ts';
import { pictureLinks } from './links.ts';

/** Reasons that lie in the prompt: another one may succeed. */
const inPrompt: ReadonlySet<Reason['kind']> = new Set([
  'bannedWord',
  'invalidParameter',
  'invalidRequest',
  'filmSpeed',
]);

type Worded = Pick<Job, 'request' | 'text'>;

/** The prompt that the member wrote for a job; null when it needed none. */
export function wordsOf({ request, text }: Worded): string | null {
  if (text) return text.prompt;
  return 'prompt' in request ? request.prompt : null;
}

/** Whether a job that failed for this reason may succeed with another prompt. */
export function isRewordable(job: Worded, { kind }: Reason): boolean {
  const words = wordsOf(job);
  if (words === null) return false;
  // A link to a picture that is in the prompt may have been the dead one.
  return inPrompt.has(kind) || (kind === 'pictureUnreadable' && pictureLinks(words).length > 0);
}

/**
 * The same gesture with another prompt. `film`: what the prompt of a film must not contradict. Throws UserError for flags of films
 * that make no sense.
 */
export function reworded(
  { request, text }: Worded,
  prompt: string,
  film: FilmOptions | null = null,
): { readonly request: Request; readonly text: WindowText | null } {
  if (text) return { request, text: { ...text, prompt } };
  if (request.kind === 'video') return { request: rewordedFilm(request, prompt, film), text };
  return { request: 'prompt' in request ? { ...request, prompt } : request, text };
}

/** A film's request with another text, whose flags replace what the request has. */
function rewordedFilm(
  request: Extract<Request, { kind: 'video' }>,
  text: string,
  options: FilmOptions | null,
): Request {
  const { prompt, motion, loop, end, clips } = takeFilmFlags(text, options ?? undefined);
  return {
    ...request,
    prompt,
    motion: motion ?? request.motion,
    loop: loop || (request.loop && end === null),
    endImage: loop ? null : (end ?? request.endImage),
    ...(clips !== null && { clips }),
  };
}
