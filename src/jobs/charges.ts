import { type Account, end, isHeld } from '../domain/credits/account.ts';
import type { Fate } from '../domain/credits/charge.ts';
import { DamagedRecord } from '../domain/failures/errors.ts';
import type { Job } from '../domain/job/job.ts';
import type { Accounts } from '../domain/ports/store.ts';

type Charged = Pick<Job, 'id' | 'charge'>;

/**
 * Posts what is held for a job, or gives it back, on all of its accounts. May be repeated: only what is still held is ended.
 * Throws StoreError.
 */
export async function endCharge(accounts: Accounts, { id, charge }: Charged, fate: Fate): Promise<void> {
  if (!charge) return;
  for (const { account, month } of charge.entries) {
    await accounts.change(account, month, (there) => end(there, id, charge.kind, fate));
  }
}

/** Whether all that a job costs is held. Throws StoreError. */
export async function isHeldEverywhere(accounts: Accounts, { id, charge }: Charged): Promise<boolean> {
  for (const { account, month } of charge?.entries ?? []) {
    if (!isHeld(await accounts.get(account, month), id)) return false;
  }
  return true;
}

/**
 * Gives back the holds of an account whose jobs have ended or are forgotten: a hold is only as good as its job. What a job costs is
 * posted before it settles, so what is held for a settled one is a hold too many: another process, which was slow or frozen, held it
 * when the job had been paid for already. `jobOf` finds a job, open or settled.
 */
export async function healAccount(
  accounts: Accounts,
  [account, month]: readonly [account: string, month: string],
  jobOf: (id: string) => Promise<Job | undefined>,
): Promise<Account> {
  const there = await accounts.get(account, month);
  const ends: ((account: Account) => Account)[] = [];
  for (const [id] of there.held) {
    const job = await jobOf(id).catch((error: unknown) => {
      if (error instanceof DamagedRecord) return null;
      throw error;
    });
    if (job === undefined || job?.step === 'settled') ends.push((before) => end(before, id, 'image', 'void'));
  }
  if (ends.length === 0) return there;
  return accounts.change(account, month, (before) => ends.reduce((healed, one) => one(healed), before));
}
