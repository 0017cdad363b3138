import type { Place } from '../job/place.ts';
import type { FlagTrouble } from './flag-trouble.ts';

/**
 * Why something was not done. `src/text/` makes sentences of it, with what to do next. `detail` is the relay's own wording:
 * untrusted, to be cut and escaped before anyone reads it.
 */
export type Reason =
  /** `by` the relay: its own word list says so, not Midjourney. Absent means Midjourney. */
  | { readonly kind: 'bannedWord'; readonly word: string; readonly by?: 'relay' }
  /** `flag` is the parameter, such as `--foo`, where the relay's words name one. */
  | { readonly kind: 'invalidParameter'; readonly detail: string; readonly flag?: string }
  /** Films cannot be made at this speed: in relax mode for want of a larger plan, in turbo mode never. */
  | { readonly kind: 'filmSpeed'; readonly speed: 'relax' | 'turbo' }
  | { readonly kind: 'invalidRequest'; readonly detail: string }
  | { readonly kind: 'taskUnknown' }
  /** The picture was made by a part of the relay that is off or gone: nothing can be made of it any more. */
  | { readonly kind: 'parentClosed' }
  | { readonly kind: 'taskNotReady' }
  | { readonly kind: 'noAccount' }
  | { readonly kind: 'queueFull' }
  | { readonly kind: 'saturated' }
  /** `feature` is what the relay has switched off, where it is not the whole button or command. */
  | { readonly kind: 'unsupported'; readonly detail: string; readonly feature?: 'remix' | 'uploads' }
  /** The relay broke down over the submission before Midjourney heard of it. */
  | { readonly kind: 'relayFailed' }
  /** Key, quota, ban, an account that Midjourney wants to see a person behind: only the operator can mend it. */
  | { readonly kind: 'operator'; readonly detail: string; readonly cause?: OperatorCause }
  /** The service refuses the key that a server has brought. Its managers can replace it. */
  | { readonly kind: 'keyRefused' }
  /** `why` is what we met when we fetched it. Absent where the relay could not read it. */
  | { readonly kind: 'pictureUnreadable'; readonly why?: PictureTrouble }
  | { readonly kind: 'pictureTooLarge' }
  /** The relay could not be reached until the deadline; nothing was submitted. */
  | { readonly kind: 'unreachable' }
  /** Midjourney or the relay failed the task after accepting it. `begun`: some of it was seen before. Absent means no. */
  | { readonly kind: 'taskFailed'; readonly detail: string; readonly begun?: true }
  /** The relay stopped waiting for Midjourney, which may have finished and charged the task all the same. */
  | { readonly kind: 'timedOut' }
  /** The relay could not hand the window of a button, or its text, to Midjourney. */
  | { readonly kind: 'windowFailed' }
  | { readonly kind: 'taskCancelled' }
  | { readonly kind: 'taskLost' }
  /** The task calls itself finished, but what was asked for did not come with it. */
  | { readonly kind: 'emptyResult'; readonly wanted: 'picture' | 'text' }
  /** It was called off before the relay accepted it. `byModerator`: not by its member. Absent means by them. */
  | { readonly kind: 'cancelled'; readonly byModerator?: true }
  /** It was called off, and the relay stopped it, after the relay had accepted it. */
  | { readonly kind: 'stopped'; readonly byModerator?: true }
  /** The member called it off, but the relay could not stop the task: it is no longer followed. */
  | { readonly kind: 'unfollowed'; readonly byModerator?: true }
  /** The member only looked at somebody else's task and has stopped looking. */
  | { readonly kind: 'leftAlone' }
  /** A submit got no usable answer: the task may exist and may have been charged. */
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'overdue' }
  | { readonly kind: 'windowExpired' }
  /** A task that a job only looks at waits for a text that nobody will write. */
  | { readonly kind: 'textMissing' }
  /** A member asked for it in private, and looks at it where all can see. */
  | { readonly kind: 'askedInPrivate' }
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

/**
 * Why a picture that a member gave could not be had: one of the troubles of fetching it, or `relayCopy`: Midjourney could not open
 * the copy that the relay keeps of it.
 */
export type PictureTrouble = 'relayCopy' | 'expired' | 'missing' | 'notMedia' | 'heic' | 'blocked' | 'unreachable';

/** What is wrong with the operator's account. Absent means `setup`. */
export type OperatorCause = 'key' | 'credit' | 'setup';

/** Whether the very same gesture may succeed later, so that the message offers "Try again". */
export function isRetryable(reason: Reason): boolean {
  return retryable.has(reason.kind) || (reason.kind === 'pictureUnreadable' && reason.why === 'relayCopy');
}

const retryable: ReadonlySet<Reason['kind']> = new Set([
  'noAccount',
  'queueFull',
  'saturated',
  'relayFailed',
  'operator',
  'unreachable',
  'taskFailed',
  'timedOut',
  'taskLost',
  'emptyResult',
  'taskNotReady',
  'unanswered',
  'overdue',
  'internal',
]);

/** Whether a submission is refused for this reason: told of one that was not accepted, it concerns nobody but whoever made it. */
export function isRefusal({ kind }: Reason): boolean {
  return refusals.has(kind);
}

const refusals: ReadonlySet<Reason['kind']> = new Set([
  'bannedWord',
  'invalidParameter',
  'filmSpeed',
  'invalidRequest',
  'taskUnknown',
  'parentClosed',
  'taskNotReady',
  'noAccount',
  'queueFull',
  'saturated',
  'unsupported',
  'relayFailed',
  'operator',
  'pictureUnreadable',
  'pictureTooLarge',
  'unreachable',
]);
