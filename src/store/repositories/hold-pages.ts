import type { Account } from '../../domain/credits/account.ts';
import type { Hold, HoldPage } from '../../domain/credits/hold-page.ts';
import { type Cut, takenBack } from '../../domain/credits/paging.ts';
import { DamagedRecord } from '../../domain/failures/errors.ts';
import { NewerRecord } from '../schema/versioned.ts';
import type { Table } from '../tables/table.ts';

type Parts = {
  readonly accounts: Pick<Table<Account>, 'get'>;
  readonly holds: Pick<Table<readonly Hold[]>, 'get'>;
};

/** What is in pages, by their ids. Null: nobody knows. */
export type PageHolds = ReadonlyMap<string, readonly Hold[] | null>;

/** The key of a page of an account. */
export function pageKey(accountKey: string, pageId: string): string {
  return `${accountKey}|${pageId}`;
}

/** Reads pages of an account. Throws StoreError, and DamagedRecord for what a newer Darkroom wrote. */
export async function readPages(
  holds: Parts['holds'],
  accountKey: string,
  pages: readonly HoldPage[],
): Promise<PageHolds> {
  const found = new Map<string, readonly Hold[] | null>();
  for (const { id } of pages) found.set(id, await readPage(holds, pageKey(accountKey, id)));
  return found;
}

async function readPage(holds: Parts['holds'], key: string): Promise<readonly Hold[] | null> {
  try {
    return (await holds.get(key)) ?? null;
  } catch (error) {
    if (!(error instanceof DamagedRecord) || error.cause instanceof NewerRecord) throw error;
    return null;
  }
}

/** Writes what is cut out of an account. It means nothing until the account names it. */
export async function writePages(
  holds: Pick<Table<readonly Hold[]>, 'put'>,
  accountKey: string,
  cuts: readonly Cut[],
): Promise<void> {
  for (const cut of cuts) await holds.put(pageKey(accountKey, cut.page.id), cut.holds);
}

/**
 * The account with those of its pages taken back that `choose` names, as it is at one moment; undefined when there is none. Nothing is
 * changed by that. Throws StoreError, and DamagedRecord when the account is damaged.
 */
export async function withPages(
  { accounts, holds }: Parts,
  key: string,
  choose: (account: Account) => readonly HoldPage[],
): Promise<Account | undefined> {
  for (;;) {
    const there = await accounts.get(key);
    if (!there) return undefined;
    const found = await readPages(holds, key, choose(there));
    const missing = [...found].flatMap(([id, known]) => (known ? [] : [id]));
    if (missing.length === 0) return takenBack(there, found);
    // Whoever changes the account takes pages back, and then they are gone.
    const named = new Set((await accounts.get(key))?.pages?.map(({ id }) => id));
    if (missing.every((id) => named.has(id))) return takenBack(there, found);
  }
}

/** The account with everything that it holds. As `withPages`. */
export function wholeAccount(parts: Parts, key: string): Promise<Account | undefined> {
  return withPages(parts, key, ({ pages = [] }) => pages);
}
