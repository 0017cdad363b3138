import type { Account } from '../../../src/domain/credits/account.ts';
import type { Job } from '../../../src/domain/job/job.ts';
import type { Outcome } from '../../../src/domain/job/outcome.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/**
 * Compares accounts, by their names and months, with the settled jobs, once nothing is open any more: each account has posted
 * what those jobs cost that are paid for, on their days, and holds nothing. Every contradiction is a sentence.
 */
export function accountFaults(accounts: ReadonlyMap<string, Account>, settled: readonly Job[]): string[] {
  const owed = new Map<string, number>();
  for (const job of settled) {
    if (!job.charge || !('outcome' in job) || !isPaidFor(job.outcome)) continue;
    for (const { account, month, day } of job.charge.entries) {
      const key = `${account}|${month}|${day}`;
      owed.set(key, (owed.get(key) ?? 0) + job.charge.amount);
    }
  }
  const posted = new Map<string, number>();
  const wrongs: string[] = [];
  for (const [key, account] of accounts) {
    for (const [jobId] of account.held) wrongs.push(`${key} still holds ${jobId}`);
    for (const [index, credits] of account.credits.entries()) {
      if (credits > 0) posted.set(`${key}|${index + 1}`, credits);
    }
    if (sum(account.credits) !== sum(account.kinds.map(([credits]) => credits)))
      wrongs.push(`the kinds of ${key} differ`);
  }
  for (const key of new Set([...owed.keys(), ...posted.keys()])) {
    const [is, ought] = [posted.get(key) ?? 0, owed.get(key) ?? 0];
    if (is !== ought) wrongs.push(`${key} has posted ${is} and not ${ought}`);
  }
  return wrongs;
}

/** Members pay for pictures, and for what they call off too late. */
function isPaidFor(outcome: Outcome): boolean {
  return outcome.kind === 'pictures' || outcome.reason.kind === 'stopped' || outcome.reason.kind === 'unfollowed';
}
