import type { Outcome } from './outcome.ts';
import type { Place } from './place.ts';

/**
 * A step with what is known in it (docs/architecture.md, "A job's ten steps"). Each is entered by writing it to the
 * store.
 */
export type Stage =
  /** `takenBy`: the process that has written it down, and is to show it. Absent where an earlier version has. */
  | { readonly step: 'received'; readonly takenBy?: string }
  /** `notBefore` (Unix ms) is the back-off after a relay that put it off; `refusals` counts how often it did. */
  | { readonly step: 'waiting'; readonly place: Place; readonly notBefore: number; readonly refusals: number }
  /** `attempt` names this one call of the relay, which may be billed, among all that there ever were: only its answer counts. */
  | { readonly step: 'submitting'; readonly place: Place; readonly since: number; readonly attempt: string }
  /** `notBefore` and `refusals` as in `waiting`, for the text. */
  | {
      readonly step: 'window';
      readonly place: Place;
      readonly taskId: string;
      readonly since: number;
      readonly notBefore: number;
      readonly refusals: number;
    }
  | {
      readonly step: 'submittingModal';
      readonly place: Place;
      readonly taskId: string;
      readonly since: number;
      readonly attempt: string;
    }
  | {
      readonly step: 'following';
      readonly place: Place;
      readonly taskId: string;
      readonly acceptedAt: number;
      /** Its member, or a moderator, is calling it off: the relay is being asked to stop its task. Absent means no. */
      readonly callingOff?: true;
      /** Whether the window's text has been submitted: relays then call the task MODAL while they still work on it. */
      readonly modalSent: boolean;
    }
  /** `taskId` is known when the modal call, not the first one, went unanswered; `attempt` is that call's. */
  | {
      readonly step: 'unknown';
      readonly place: Place;
      readonly taskId: string | null;
      readonly since: number;
      readonly attempt: string;
    }
  | {
      readonly step: 'overdue';
      readonly place: Place;
      readonly taskId: string;
      readonly acceptedAt: number;
      readonly callingOff?: true;
      readonly modalSent: boolean;
    }
  /**
   * `attaching` is how often its pictures are to have been tried once more, since the message was shown with links in their
   * place. Absent while it is not shown.
   */
  | {
      readonly step: 'delivering';
      readonly place: Place;
      readonly outcome: Outcome;
      readonly since: number;
      readonly attaching?: number;
    }
  /**
   * `place` is null when no message shows the result: it is kept for /jobs. `at` (Unix ms) is when the job ended, not when
   * it was shown, so that every message about it tells the same duration.
   */
  | { readonly step: 'settled'; readonly place: Place | null; readonly outcome: Outcome; readonly at: number };

export type Step = Stage['step'];
