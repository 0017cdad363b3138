import { saysUsedUp } from '../domain/failures/look-refusal.ts';
import type { Reason } from '../domain/failures/reason.ts';
import type { Alerts } from '../domain/ports/alerts.ts';
import type { SubmitOutcome } from '../domain/ports/relay.ts';

/**
 * Notices whether the account behind the relay works: its plan, its quota, its token, its good name with Midjourney. Members
 * cannot mend it, so the people who run the bot are told.
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
};

export function createAccountWatch(alerts: Alerts): AccountWatch {
  function refused(reason: Reason): void {
    if (reason.kind === 'operator')
      alerts.raise(
        saysUsedUp(reason.detail) ? { kind: 'creditUsedUp' } : { kind: 'relayRefuses', detail: reason.detail },
      );
    if (reason.kind === 'noAccount')
      alerts.raise({ kind: 'relayRefuses', detail: 'no account of the relay is usable' });
  }

  return {
    refused,
    submitted(outcome) {
      if (outcome.kind === 'refused') refused(outcome.reason);
      if (outcome.kind !== 'accepted' && outcome.kind !== 'images') return;
      alerts.clear('relayRefuses');
      alerts.clear('creditUsedUp');
    },
    failed(reason) {
      if (reason.kind === 'operator') alerts.raise({ kind: 'tasksFail', detail: reason.detail });
    },
    finished: () => alerts.clear('tasksFail'),
  };
}
