import type { Account } from '../../../src/domain/credits/account.ts';
import type { Job } from '../../../src/domain/job/job.ts';
import { accountFaults } from '../../jobs/simulation/accounts.ts';
import { type Evidence, jobIdOf } from './evidence.ts';

/** What every account has posted is what its settled jobs cost, and nothing is held but for jobs that are open. */
export async function accountsAreExact(evidence: Evidence): Promise<string[]> {
  const { relay, gestures, open, job, account } = evidence;
  const ids = new Set([
    ...relay.submissions.map(({ body }) => jobIdOf(body)),
    ...gestures.map(({ handle }) => handle.id),
    ...open.map(({ id }) => id),
  ]);
  const jobs: Job[] = [];
  for (const id of ids) jobs.push(...[await job(id)].filter((one) => one !== undefined));
  const waiting = new Set(open.map(({ id }) => id));
  const accounts = new Map<string, Account>();
  for (const { account: name, month } of jobs.flatMap(({ charge }) => charge?.entries ?? [])) {
    const key = `${name}|${month}`;
    if (accounts.has(key)) continue;
    const there = await account(name, month);
    accounts.set(key, { ...there, held: there.held.filter(([id]) => !waiting.has(id)) });
  }
  return accountFaults(accounts, jobs);
}
