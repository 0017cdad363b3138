import type { Account } from '../credits/account.ts';

/** What accounts have used. An account's record is that of one month, such as `2026-11`. */
export type Accounts = {
  /** The empty account when there is none. Throws DamagedRecord. */
  get(account: string, month: string): Promise<Account>;
  /**
   * Changes an account by compare-and-set and answers with what holds afterwards. `change` is called again when another writer
   * was faster, and answers with the very account it was given when nothing changes. A damaged account begins anew. `jobIds` are the jobs
   * that the change is about: if they are held, it finds them in `held`, and in no page.
   */
  change(
    account: string,
    month: string,
    change: (account: Account) => Account,
    jobIds?: readonly string[],
  ): Promise<Account>;
  /** Whether an account holds something for a job, be it in a page. Throws as `get`. */
  isHeld(account: string, month: string, jobId: string): Promise<boolean>;
  /** The account with all that it holds in `held`, which may be very much, and without pages. Throws as `get`. */
  whole(account: string, month: string): Promise<Account>;
  /** The members who have an account in a server in this month, in the order of their first job; of null, the servers. */
  roster(guildId: string | null, month: string): Promise<readonly string[]>;
};
