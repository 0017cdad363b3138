import { expect, test } from 'vitest';
import { type Account, emptyAccount, isHeld } from '../../../src/domain/credits/account.ts';
import { enter, type Job } from '../../../src/domain/job/job.ts';
import { resultWithoutTask } from '../../../src/domain/job/task-result.ts';
import type { Accounts } from '../../../src/domain/ports/accounts.ts';
import { endCharge, healAccount } from '../../../src/jobs/charges.ts';
import { createChargeCheck } from '../../../src/jobs/intake/charge-check.ts';
import { openAccess } from '../../open-access.ts';
import { sampleAlerts } from '../../sample-alerts.ts';
import { sampleClock } from '../../sample-clock.ts';
import { receivedJob } from '../../store/sample-records.ts';

const place = { guildId: '10', channelId: '20', messageId: '30' };

/** Two processes that take in the same gesture; `between` happens when the second one has asked so many accounts. */
function twoProcesses(between: (asked: number, job: Job) => Promise<void>) {
  const accounts = new Map<string, Account>();
  const jobs = new Map<string, Job>();
  const store = (onChange: (asked: number) => Promise<void>): Accounts => {
    let asked = 0;
    return {
      get: async (account, month) => accounts.get(`${account}|${month}`) ?? emptyAccount,
      async change(account, month, change) {
        const key = `${account}|${month}`;
        const after = change(accounts.get(key) ?? emptyAccount);
        accounts.set(key, after);
        asked += 1;
        await onChange(asked);
        return after;
      },
      isHeld: async (account, month, id) => isHeld(accounts.get(`${account}|${month}`) ?? emptyAccount, id),
      whole: async (account, month) => accounts.get(`${account}|${month}`) ?? emptyAccount,
      roster: async () => [],
    };
  };
  const quiet = store(async () => {});
  const jobOf = async (id: string) => jobs.get(id);
  const parts = { alerts: sampleAlerts(), serverLog: { add() {} }, clock: sampleClock(() => Date.UTC(2026, 10, 30)) };
  const first = createChargeCheck({ store: { accounts: quiet }, ...parts }, jobOf);
  const access = openAccess('3', { server: '1' });
  const job = first.charged(receivedJob('1576873157397053440'), access);
  const second = createChargeCheck({ store: { accounts: store((asked) => between(asked, job)) }, ...parts }, jobOf);
  return { accounts, access, first, job, jobs, jobOf, quiet, second };
}

test.each([1, 2, 3])(
  'a process that was frozen while it paid for a job pays for nothing that has ended meanwhile (%i accounts asked)',
  async (moment) => {
    const world = twoProcesses(async (asked) => {
      if (asked !== moment) return;
      await endCharge(world.quiet, world.job, 'post');
      const outcome = resultWithoutTask('a fox');
      world.jobs.set(world.job.id, enter(world.job, { step: 'delivering', place, outcome, since: 0 }));
    });
    const { accounts, access, first, job, jobs, quiet, jobOf, second } = world;
    jobs.set(job.id, job);
    expect(await first.check([job], access)).toBe(null);
    expect(await second.check([job], access)).toBe(null);
    jobs.set(job.id, enter(job, { step: 'settled', place, outcome: resultWithoutTask('a fox'), at: 0 }));
    for (const { account, month } of job.charge?.entries ?? []) await healAccount(quiet, [account, month], jobOf);
    expect(
      [...accounts.values()].map(({ held, credits }) => [held, credits.reduce((sum, one) => sum + one, 0)]),
    ).toEqual(Array.from({ length: 3 }, () => [[], job.charge?.amount]));
  },
);

test('what a process has held for a job stays held when another one has gone on with the job because of that', async () => {
  const world = twoProcesses(async (asked) => {
    if (asked === 3)
      world.jobs.set(world.job.id, enter(world.job, { step: 'waiting', place, notBefore: 0, refusals: 0 }));
  });
  const { accounts, access, job, jobs, second } = world;
  jobs.set(job.id, job);
  expect(await second.check([job], access)).toBe(null);
  expect([...accounts.values()].map(({ held }) => held.map(([id]) => id))).toEqual([[job.id], [job.id], [job.id]]);
});

test('a hold that a process left behind when its job had been paid for is given back, and not paid again', async () => {
  const { accounts, access, first, job, jobs, jobOf, quiet } = twoProcesses(async () => {});
  jobs.set(job.id, job);
  await first.check([job], access);
  await endCharge(quiet, job, 'post');
  await first.check([job], access);
  jobs.set(job.id, enter(job, { step: 'settled', place, outcome: resultWithoutTask('a fox'), at: 0 }));
  for (const { account, month } of job.charge?.entries ?? []) await healAccount(quiet, [account, month], jobOf);
  for (const { held, credits } of accounts.values()) {
    expect([held, credits.reduce((sum, one) => sum + one, 0)]).toEqual([[], job.charge?.amount]);
  }
});
