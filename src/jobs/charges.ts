import { type Account, end } from '../domain/credits/account.ts';
import type { Fate } from '../domain/credits/charge.ts';
import { PAGE } from '../domain/credits/paging.ts';
import { DamagedRecord } from '../domain/failures/errors.ts';
import type { Job } from '../domain/job/job.ts';
import type { Accounts } from '../domain/ports/accounts.ts';

type Charged = Pick<Job, 'id' | 'charge'>;

/**
 * Posts what is held for a job, or gives it back, on all of its accounts. May be repeated: only what is still held is ended.
 * Throws StoreError.
 */
export async function endCharge(accounts: Accounts, { id, charge }: Charged, fate: Fate): Promise<void> {
  if (!charge) return;
  for (const { account, month } of charge.entries) {
    await accounts.change(account, month, (there) => end(there, id, charge.kind, fate), [id]);
  }
}

/** Whether all that a job costs is held. Throws StoreError. */
export async function isHeldEverywhere(accounts: Accounts, { id, charge }: Charged): Promise<boolean> {
  for (const { account, month } of charge?.entries ?? []) {
    if (!(await accounts.isHeld(account, month, id))) return false;
  }
  return true;
}

/**
 * Gives back the holds of an account whose jobs have ended or are forgotten: a hold is only as good as its job. What a job costs is
 * posted before it settles, so what is held for a settled one is a hold too many: another process, which was slow or frozen, held it
 * when the job had been paid for already. `jobOf` finds a job, open or settled. Answers with the whole account.
 */
export async function healAccount(
  accounts: Accounts,
  [account, month]: readonly [account: string, month: string],
  jobOf: (id: string) => Promise<Job | undefined>,
): Promise<Account> {
  const there = await accounts.whole(account, month);
  const gone: string[] = [];
  for (const [id] of there.held) {
    const job = await jobOf(id).catch((error: unknown) => {
      if (error instanceof DamagedRecord) return null;
      throw error;
    });
    if (job === undefined || job?.step === 'settled') gone.push(id);
  }
  if (gone.length === 0) return there;
  for (let from = 0; from < gone.length; from += PAGE) {
    const some = gone.slice(from, from + PAGE);
    const endSome = (before: Account) => some.reduce((one, id) => end(one, id, 'image', 'void'), before);
    await accounts.change(account, month, endSome, some);
  }
  return accounts.whole(account, month);
}
