import type { Reason } from '../domain/failures/reason.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { SubmitOutcome } from '../domain/ports/relay.ts';

/**
 * Knows whether the account behind the relay works: its plan, its quota, its token, its good name with Midjourney. Members
 * cannot mend it, so the operator is told, once about each thing that the relay says.
 */
export type AccountWatch = {
  /** Takes the answer to a submission. */
  submitted(outcome: SubmitOutcome): void;
  /** Takes why a submission was refused that had been put off before. */
  refused(reason: Reason): void;
  /** Takes why a task of ours failed. */
  failed(reason: Reason): void;
  /** Takes that a task of ours is finished. */
  finished(): void;
  /** Whether the last few submissions, or the last few tasks, all failed for a reason of the account. */
  isDead(): boolean;
};

/** So many failures in a row are no accident. */
const IN_A_ROW = 3;
/** The same thing is told again after this time, in ms: who was told of it may have thought that it was mended. */
const TELL_AGAIN = 6 * 3_600_000;
/** The most different things that are remembered to have been told. */
const TOLD_MAX = 100;

export function createAccountWatch(log: Log, clock: Pick<Clock, 'monotonic'>): AccountWatch {
  const inARow = { submissions: 0, tasks: 0 };
  const toldAt = new Map<string, number>();

  function trouble(of: keyof typeof inARow, detail: string): void {
    inARow[of] += 1;
    const what = sameWords(detail);
    if (clock.monotonic() - (toldAt.get(what) ?? Number.NEGATIVE_INFINITY) < TELL_AGAIN) return;
    if (toldAt.size >= TOLD_MAX) toldAt.clear();
    toldAt.set(what, clock.monotonic());
    const verb = of === 'submissions' ? 'refused a submission' : 'failed a task';
    log.warn({ detail }, `the relay ${verb} for a reason that only its operator can mend; it is not told each time`);
  }

  function works(of: keyof typeof inARow): void {
    if (isDead()) toldAt.clear();
    inARow[of] = 0;
  }

  const isDead = () => inARow.submissions >= IN_A_ROW || inARow.tasks >= IN_A_ROW;

  function refused(reason: Reason): void {
    if (reason.kind === 'operator') trouble('submissions', reason.detail);
    if (reason.kind === 'noAccount') trouble('submissions', 'no account of the relay is usable');
  }

  return {
    refused,
    submitted(outcome) {
      if (outcome.kind === 'refused') refused(outcome.reason);
      if (outcome.kind === 'accepted' || outcome.kind === 'images') works('submissions');
    },
    failed(reason) {
      if (reason.kind === 'operator') trouble('tasks', reason.detail);
    },
    finished: () => works('tasks'),
    isDead,
  };
}

/** What a relay says, without what differs each time it says it: numbers, and the id of the request. */
function sameWords(detail: string): string {
  return detail
    .replace(/\(request id:[^)]*\)/gi, '')
    .replace(/\d+/g, '#')
    .trim();
}
