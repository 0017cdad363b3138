import { onlyTells } from '../../domain/buttons/action.ts';
import { enter, hasFailed, type JobIn, onlyLooks, type Place } from '../../domain/job/job.ts';
import type { Outcome } from '../../domain/job/outcome.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { ServerLog } from '../../domain/ports/server-log.ts';
import type { Store } from '../../domain/ports/store.ts';
import type { JobMover } from '../job-mover.ts';
import { tellSettled } from './settled-line.ts';

/** Of a key that is refused a server's managers are told once in so many ms. */
const HOUR = 3_600_000;

export type SettlingParts = {
  readonly jobs: Pick<JobMover, 'commit'>;
  readonly claims: Pick<Store['claims'], 'release'>;
  readonly serverLog: ServerLog;
  readonly log: Log;
};

/** Ends jobs for good, and tells those who keep account of them. To be called with a job's lock. */
export function createSettling({ jobs, claims, serverLog, log }: SettlingParts) {
  async function releaseClaims({ claims: keys, id }: JobIn<'delivering'>): Promise<void> {
    for (const key of keys) await claims.release(key, id);
  }

  return {
    releaseClaims,

    /** `waitMs`: how long the job waited before it was submitted, null where that is not known. Answers with the job as it ended. */
    async settle(
      job: JobIn<'delivering'>,
      place: Place | null,
      outcome: Outcome,
      waitMs: number | null,
    ): Promise<JobIn<'settled'>> {
      if (outcome.kind === 'failed') await releaseClaims(job);
      const settled = { ...enter(job, { step: 'settled', place, outcome, at: job.since }), reply: null };
      await jobs.commit(settled);
      tellSettled(log, settled, waitMs);
      const { guildId, locale } = settled;
      if (guildId !== null && hasMade(settled)) serverLog.add({ guildId, locale }, { kind: 'result', job: settled });
      if (guildId !== null && hasFailed(settled) && settled.outcome.reason.kind === 'keyRefused') {
        const hour = Math.floor(settled.at / HOUR);
        serverLog.add({ guildId, locale }, { kind: 'keyRefused' }, `keyRefused:${hour}`);
      }
      return settled;
    },
  };
}

/** Whether a job has made something that was not there before. */
function hasMade(job: JobIn<'settled'>): boolean {
  const { outcome, request } = job;
  const hasOnlyTold = request.kind === 'action' && onlyTells(request.customId);
  return outcome.kind === 'pictures' && !hasOnlyTold && !onlyLooks(job);
}
