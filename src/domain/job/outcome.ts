import type { Reason } from '../failures/reason.ts';
import type { RelayButton } from './task.ts';

/** What a finished job has to show. */
export type Pictures = {
  readonly kind: 'pictures';
  /** Null when the relay answered a submission with the pictures themselves: then there is nothing to press or poll. */
  readonly taskId: string | null;
  readonly imageUrls: readonly string[];
  readonly videoUrls: readonly string[];
  readonly buttons: readonly RelayButton[];
  readonly prompt: string;
  /** What describe and shorten answer; empty for everything else. */
  readonly text: string;
  /** Whether the member's new text was not used, because the relay opened no window for it. Absent means no. */
  readonly textIgnored?: boolean;
};

/** Why a job has nothing to show. */
export type Failure = {
  readonly kind: 'failed';
  readonly reason: Reason;
  /** Whether it is proven that nothing was charged for the whole gesture. Absent means that it is not. */
  readonly free?: boolean;
  /** The relay's task that came to nothing, or that nobody waits for any more. Absent where the job had none of its own. */
  readonly taskId?: string;
};

export type Outcome = Pictures | Failure;
