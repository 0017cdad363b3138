import { classify } from '../../domain/buttons/action.ts';
import { changeOf } from '../../domain/buttons/change.ts';
import type { Job } from '../../domain/job/job.ts';
import type { OpenJobs } from '../open-jobs.ts';

/** How long, in ms, a submission without an answer counts as under way: such relays give up a task after five minutes. */
const UNANSWERED = 10 * 60_000;

/**
 * What a relay that finds its pictures by their prompt goes by; null for a job that it finds otherwise. Two with the same
 * may be mixed up: the picture of a private one would be shown in public, or a picture that was paid for gets lost.
 */
export function recognisedBy({ request, prompt }: Pick<Job, 'request' | 'prompt'>): string | null {
  switch (request.kind) {
    case 'imagine':
      return words(request.prompt);
    case 'blend':
      return `blend ${request.images.join(' ')}`;
    case 'action': {
      if (!changeOf(request.customId)) return null;
      // An enlargement is found by its number, too, so that the four of one grid may be under way at once.
      const { class: kind, label } = classify(request.customId);
      return kind === 'upscale' ? `${label} ${words(prompt)}` : words(prompt);
    }
    default:
      return null;
  }
}

/** What the relay may be making now: it finds the pictures of these in Discord. `now` is Unix ms. */
export function beingMade(openJobs: Pick<OpenJobs, 'in'>, now: number): readonly Job[] {
  const unanswered = openJobs.in('unknown').filter(({ since }) => now - since < UNANSWERED);
  return [...openJobs.in('submitting', 'submittingModal', 'following'), ...unanswered];
}

/** What a relay that goes by prompts could mix up: the jobs that it makes, and those that are about to join them. */
export type Lookalikes = {
  /** Whether a job is recognised by the same as one of them. */
  includes(job: Job): boolean;
  add(job: Job): void;
};

export function createLookalikes(jobs: readonly Job[]): Lookalikes {
  const marks = new Set<string>();
  function add(job: Job): void {
    const mark = recognisedBy(job);
    if (mark !== null) marks.add(mark);
  }
  for (const job of jobs) add(job);
  return {
    includes(job) {
      const mark = recognisedBy(job);
      return mark !== null && marks.has(mark);
    },
    add,
  };
}

/** A prompt as it comes back in other spellings: relays and Midjourney change links, spaces and case. */
function words(prompt: string): string {
  const bare = prompt.replace(/<?https?:\/\/[^\s>]+>?/gi, ' ');
  return bare.replace(/\s+/g, ' ').trim().toLowerCase();
}
