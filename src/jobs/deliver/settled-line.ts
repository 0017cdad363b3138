import { fateOf } from '../../domain/credits/charge.ts';
import { boundRelay } from '../../domain/job/bound-relay.ts';
import type { JobIn } from '../../domain/job/job.ts';
import type { Log } from '../../domain/ports/log.ts';

/**
 * The one line of the log about a job that has ended: nothing of who asked for it and in what words. `waitMs` is null for a job
 * that nobody submitted, or not by this process.
 */
export function tellSettled(log: Pick<Log, 'info'>, job: JobIn<'settled'>, waitMs: number | null): void {
  const { id, guildId, channelId, request, charge, outcome, createdAt, at } = job;
  const facts = {
    job: id,
    request: request.kind,
    outcome: outcome.kind === 'failed' ? outcome.reason.kind : 'shown',
    ms: at - createdAt,
    waitMs,
    guild: guildId,
    channel: channelId,
    relay: boundRelay(job),
    credits: charge?.amount ?? 0,
    charge: charge ? fateOf(outcome) : 'none',
  };
  const waited = waitMs === null ? '' : `, waited ${seconds(waitMs)}`;
  log.info(facts, `a job ended: ${facts.request}, ${facts.outcome} after ${seconds(facts.ms)}${waited}`);
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
