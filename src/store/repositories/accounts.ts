import { type Account, emptyAccount } from '../../domain/credits/account.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Accounts } from '../../domain/ports/store.ts';
import type { Table } from '../tables/table.ts';

/** Stands for all servers in place of one server's id. */
const ALL_SERVERS = '*';
/** The most members that a roster lists. Who comes later has an account all the same. */
export const ROSTER_MAX = 5_000;

type Parts = {
  readonly accounts: Table<Account>;
  readonly rosters: Table<readonly string[]>;
  readonly log: Pick<Log, 'error'>;
};

/** One record for each account and month, and for each server and month a roster of the members who have one. */
export function createAccounts({ accounts, rosters, log }: Parts): Accounts {
  const keyOf = (account: string, month: string) => `${account}|${month}`;

  /** Lists an account where it is looked for. To be done before the account says that it is listed. */
  async function list(account: string, month: string): Promise<void> {
    const [roster, entry] = placeInRoster(account);
    if (roster === null) return;
    await rosters.change(keyOf(roster, month), (there = []) =>
      there.includes(entry) || there.length >= ROSTER_MAX ? there : [...there, entry],
    );
  }

  return {
    async get(account, month) {
      return (await accounts.get(keyOf(account, month))) ?? emptyAccount;
    },

    async change(account, month, change) {
      const key = keyOf(account, month);
      const onDamaged = (error: Error) => log.error({ err: error, account, month }, 'a damaged account begins anew');
      let isListed = false;
      for (;;) {
        let isUnlisted = false;
        const after = await accounts.change(
          key,
          (there) => {
            const before = there ?? emptyAccount;
            const made = change(before);
            isUnlisted = made !== before && !before.listed && !isListed;
            if (made === before || isUnlisted) return there;
            return { ...made, listed: true };
          },
          { onDamaged },
        );
        if (!isUnlisted) return after ?? emptyAccount;
        await list(account, month);
        isListed = true;
      }
    },

    async roster(guildId, month) {
      return (await rosters.get(keyOf(guildId ?? ALL_SERVERS, month))) ?? [];
    },
  };
}

/** The roster that an account stands in, and the entry in it; a member's account outside servers stands in none. */
function placeInRoster(account: string): readonly [roster: string | null, entry: string] {
  const [kind, guildId = '', memberId = ''] = account.split(':');
  if (kind === 'm') return [guildId, memberId];
  return kind === 'g' ? [ALL_SERVERS, guildId] : [null, account];
}
