/** The kinds of records that a backup counts and an export holds, in this order. The records of `checks` are neither. */
export const kinds = [
  'settings',
  'open',
  'jobs',
  'messages',
  'tasks',
  'claims',
  'members',
  'channels',
  'refusals',
  'drafts',
  'texts',
  // Before the accounts, which name them: an import that is interrupted must not leave an account without its holds.
  'holds',
  'accounts',
  'rosters',
  'policies',
  'grants',
  'bot',
  'keys',
  'reports',
  'erasures',
] as const;

export type ArchivedKind = (typeof kinds)[number];

/** Whether a store has no record of any of these kinds. Throws StoreError. */
export async function isEmpty(
  tables: Readonly<Record<ArchivedKind, { entries(): AsyncIterable<unknown> }>>,
): Promise<boolean> {
  for (const kind of kinds) {
    for await (const _ of tables[kind].entries()) return false;
  }
  return true;
}
