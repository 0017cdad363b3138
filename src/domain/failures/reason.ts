import type { Place } from '../job/place.ts';
import type { FlagTrouble } from './flag-trouble.ts';

/**
 * Why something was not done. `src/text/` makes sentences of it, with what to do next. `detail` is the relay's own wording:
 * untrusted, to be cut and escaped before anyone reads it.
 */
export type Reason =
  | { readonly kind: 'bannedWord'; readonly word: string }
  | { readonly kind: 'invalidParameter'; readonly detail: string }
  | { readonly kind: 'invalidRequest'; readonly detail: string }
  | { readonly kind: 'taskUnknown' }
  | { readonly kind: 'taskNotReady' }
  | { readonly kind: 'noAccount' }
  | { readonly kind: 'queueFull' }
  | { readonly kind: 'saturated' }
  | { readonly kind: 'unsupported'; readonly detail: string }
  /** The relay broke down over the submission before Midjourney heard of it. */
  | { readonly kind: 'relayFailed' }
  /** Key, quota, ban: only the operator can mend it. */
  | { readonly kind: 'operator'; readonly detail: string }
  | { readonly kind: 'pictureUnreadable' }
  | { readonly kind: 'pictureTooLarge' }
  /** The relay could not be reached until the deadline; nothing was submitted. */
  | { readonly kind: 'unreachable' }
  /** Midjourney or the relay failed the task after accepting it. */
  | { readonly kind: 'taskFailed'; readonly detail: string }
  | { readonly kind: 'taskCancelled' }
  | { readonly kind: 'taskLost' }
  /** The task calls itself finished, but what was asked for did not come with it. */
  | { readonly kind: 'emptyResult'; readonly wanted: 'picture' | 'text' }
  /** The member called it off before the relay was asked, or the relay stopped the task. */
  | { readonly kind: 'cancelled' }
  /** The member called it off, but the relay could not stop the task: it is no longer followed. */
  | { readonly kind: 'unfollowed' }
  /** The member only looked at somebody else's task and has stopped looking. */
  | { readonly kind: 'leftAlone' }
  /** A submit got no usable answer: the task may exist and may have been charged. */
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'overdue' }
  | { readonly kind: 'windowExpired' }
  /** A second try has taken the job's place. */
  | { readonly kind: 'superseded' }
  /** A second try was not submitted: the relay turned out to have the first one, shown at `place`. */
  | { readonly kind: 'earlierFound'; readonly place: Place | null }
  /** Another job, shown at `place`, had paid for the same by the time this one could be submitted. */
  | { readonly kind: 'madeBefore'; readonly place: Place | null }
  /** Flags of a prompt that are malformed or contradict each other; at least one. */
  | { readonly kind: 'flags'; readonly troubles: readonly FlagTrouble[] }
  /** A bug of ours; members see only the job's id. */
  | { readonly kind: 'internal' };

/** Whether the very same gesture may succeed later, so that the message offers "Try again". */
export function isRetryable({ kind }: Reason): boolean {
  return retryable.has(kind);
}

const retryable: ReadonlySet<Reason['kind']> = new Set([
  'noAccount',
  'queueFull',
  'saturated',
  'relayFailed',
  'operator',
  'unreachable',
  'taskFailed',
  'taskLost',
  'emptyResult',
  'taskNotReady',
  'unanswered',
  'overdue',
  'internal',
]);
