import { type Account, emptyAccount, isHeld } from '../../domain/credits/account.ts';
import type { Hold, HoldPage } from '../../domain/credits/hold-page.ts';
import { cutsOf, PAGE, pagesOf, putAway, takenBack } from '../../domain/credits/paging.ts';
import type { Accounts } from '../../domain/ports/accounts.ts';
import type { Log } from '../../domain/ports/log.ts';
import { randomId } from '../../lib/random-id.ts';
import type { Table } from '../tables/table.ts';
import { type PageHolds, pageKey, readPages, wholeAccount, withPages, writePages } from './hold-pages.ts';

/** Stands for all servers in place of one server's id. */
const ALL_SERVERS = '*';
/** The most members that a roster lists. Who comes later has an account all the same. */
export const ROSTER_MAX = 5_000;

type Parts = {
  readonly accounts: Table<Account>;
  /** What accounts have put away. */
  readonly holds: Table<readonly Hold[]>;
  readonly rosters: Table<readonly string[]>;
  readonly log: Pick<Log, 'error' | 'debug'>;
  /** How many holds are put away at once. */
  readonly page?: number | undefined;
};

type Attempt = {
  readonly change: (account: Account) => Account;
  readonly jobIds: readonly string[];
  readonly isListed: boolean;
  readonly onDamaged: (error: Error) => void;
};

/**
 * One record for each account and month, and for each server and month a roster of the members who have one. What an account holds
 * beyond some number of jobs is put away in pages, which are written once, before the account names them, and are deleted once it does
 * not any more: so whoever dies between any two writes leaves a page at worst that means nothing, and expires.
 */
export function createAccounts({ accounts, holds, rosters, log, page = PAGE }: Parts): Accounts {
  const keyOf = (account: string, month: string) => `${account}|${month}`;
  const puttingAway = new Set<string>();

  /** Lists an account where it is looked for. To be done before the account says that it is listed. */
  async function list(account: string, month: string): Promise<void> {
    const [roster, entry] = placeInRoster(account);
    if (roster === null) return;
    await rosters.change(keyOf(roster, month), (there = []) =>
      there.includes(entry) || there.length >= ROSTER_MAX ? there : [...there, entry],
    );
  }

  /** Deletes pages that their account does not name and never will again. */
  async function forget(key: string, pageIds: readonly string[]): Promise<void> {
    try {
      for (const id of pageIds) await holds.delete(pageKey(key, id));
    } catch (error) {
      log.debug({ err: error, account: key }, 'a page of holds that is of no use is left until it expires');
    }
  }

  /** Puts away what an account holds too much. It may be left to the next change. */
  async function shorten(key: string, there: Account): Promise<void> {
    const cuts = puttingAway.has(key) ? [] : cutsOf(there, page, randomId);
    if (cuts.length === 0) return;
    puttingAway.add(key);
    try {
      await writePages(holds, key, cuts);
      let asked = 0;
      const after = await accounts.change(key, (now) => {
        asked += 1;
        // Asked again, what was done may have been undone already by another process, and the pages be deleted.
        return asked > 1 || !now ? now : (putAway(now, cuts) ?? now);
      });
      const named = new Set(after?.pages?.map(({ id }) => id));
      const unnamed = cuts.flatMap(({ page: { id } }) => (named.has(id) ? [] : [id]));
      await forget(key, unnamed);
    } catch (error) {
      log.debug({ err: error, account: key }, 'an account could not be made shorter; its next change tries it again');
    } finally {
      puttingAway.delete(key);
    }
  }

  /** One try to change an account, with what is known of its pages. */
  async function attempt(key: string, found: PageHolds, { change, jobIds, isListed, onDamaged }: Attempt) {
    let missing: readonly HoldPage[] = [];
    let taken: readonly HoldPage[] = [];
    let isUnlisted = false;
    const after = await accounts.change(
      key,
      (there) => {
        const stored = there ?? emptyAccount;
        const wanted = pagesOf(stored, jobIds);
        missing = wanted.filter(({ id }) => !found.has(id));
        taken = [];
        isUnlisted = false;
        if (missing.length > 0) return there;
        const before = wanted.length > 0 ? takenBack(stored, found) : stored;
        const made = change(before);
        isUnlisted = made !== before && !before.listed && !isListed;
        if (made === before || isUnlisted) return there;
        taken = wanted;
        return { ...made, listed: true };
      },
      { onDamaged },
    );
    return { after, missing, taken, isUnlisted };
  }

  return {
    async get(account, month) {
      return (await accounts.get(keyOf(account, month))) ?? emptyAccount;
    },

    async change(account, month, change, jobIds = []) {
      const key = keyOf(account, month);
      const onDamaged = (error: Error) => log.error({ err: error, account, month }, 'a damaged account begins anew');
      const found = new Map<string, readonly Hold[] | null>();
      let isListed = false;
      for (;;) {
        const tried = await attempt(key, found, { change, jobIds, isListed, onDamaged });
        if (tried.missing.length > 0) {
          // They are named: so whatever is not there now never will be, as no page is named again once it is not.
          for (const [id, known] of await readPages(holds, key, tried.missing)) found.set(id, known);
        } else if (tried.isUnlisted) {
          await list(account, month);
          isListed = true;
        } else {
          const { after = emptyAccount, taken } = tried;
          for (const { id } of taken)
            if (!found.get(id)) log.error({ account, month, page: id }, 'a page of holds is lost, and they are void');
          await forget(
            key,
            taken.map(({ id }) => id),
          );
          await shorten(key, after);
          return after;
        }
      }
    },

    async isHeld(account, month, jobId) {
      const there = await withPages({ accounts, holds }, keyOf(account, month), (one) => pagesOf(one, [jobId]));
      return isHeld(there ?? emptyAccount, jobId);
    },

    async whole(account, month) {
      return (await wholeAccount({ accounts, holds }, keyOf(account, month))) ?? emptyAccount;
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
