import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Job } from '../../domain/job/job.ts';
import type { PersonalData } from '../../domain/ports/store.ts';
import { defaultSettings } from '../../domain/settings/settings.ts';
import type { Table } from '../tables/table.ts';
import type { Tables } from '../tables/tables.ts';
import { wholeAccount } from './hold-pages.ts';

type Parts = Pick<
  Tables,
  'settings' | 'members' | 'open' | 'jobs' | 'drafts' | 'texts' | 'accounts' | 'holds' | 'policies' | 'bot' | 'keys'
>;

/** Reads all that is kept about a member, row by row; the newest jobs that fit into so many bytes. What is damaged is left out. */
export async function readPersonalData(tables: Parts, memberId: string, most: number): Promise<PersonalData> {
  const isOwn = (one: { readonly memberId: string }) => one.memberId === memberId;
  const jobs = await select([tables.open, tables.jobs], ({ requester }) => requester.id === memberId);
  const fitting = newestWithin(jobs, most);
  return {
    settings: (await tables.settings.get(memberId)) ?? defaultSettings,
    recentTasks: (await tables.members.get(memberId)) ?? [],
    jobs: fitting,
    drafts: await select([tables.drafts], isOwn),
    texts: await select([tables.texts], isOwn),
    accounts: await accountsOf(tables, memberId),
    blocks: await blocksOf(tables, memberId),
    keysBrought: await keysOf(tables.keys, memberId),
    isComplete: fitting.length === jobs.length,
  };
}

async function select<T>(tables: readonly Table<T>[], isMeant: (record: T) => boolean): Promise<T[]> {
  const found: T[] = [];
  for (const table of tables) {
    for await (const row of table.rows()) if (!(row instanceof DamagedRecord) && isMeant(row)) found.push(row);
  }
  return found;
}

/** The newest first, without interaction tokens. */
function newestWithin(jobs: readonly Job[], most: number): Job[] {
  let left = most;
  const kept: Job[] = [];
  for (const job of jobs.toSorted((one, other) => other.createdAt - one.createdAt)) {
    const bare = { ...job, reply: null };
    left -= Buffer.byteLength(JSON.stringify(bare));
    if (left < 0) return kept;
    kept.push(bare);
  }
  return kept;
}

async function accountsOf(
  tables: Pick<Parts, 'accounts' | 'holds'>,
  memberId: string,
): Promise<PersonalData['accounts']> {
  const found: PersonalData['accounts'][number][] = [];
  for await (const entry of tables.accounts.entries()) {
    if (entry instanceof DamagedRecord) continue;
    const [account = '', month = ''] = entry.key.split('|');
    if (!account.endsWith(`:${memberId}`) || account.startsWith('g:')) continue;
    const used = await wholeAccount(tables, entry.key);
    if (used) found.push({ account, month, used });
  }
  return found;
}

async function blocksOf({ policies, bot }: Parts, memberId: string): Promise<PersonalData['blocks']> {
  const found: PersonalData['blocks'][number][] = [];
  const everywhere = await select([bot], ({ blocked }) => blocked.includes(memberId));
  if (everywhere.length > 0) found.push({ guildId: null, until: null });
  for await (const entry of policies.entries()) {
    if (entry instanceof DamagedRecord) continue;
    const block = (await policies.get(entry.key))?.blocks.find((one) => one.memberId === memberId);
    if (block) found.push({ guildId: entry.key, until: block.until });
  }
  return found;
}

/** That they have brought them, never the keys. */
async function keysOf(keys: Parts['keys'], memberId: string): Promise<PersonalData['keysBrought']> {
  const found: PersonalData['keysBrought'][number][] = [];
  for await (const entry of keys.entries()) {
    if (entry instanceof DamagedRecord) continue;
    const key = await keys.get(entry.key);
    if (key?.by === memberId) found.push({ guildId: entry.key, host: key.host, at: key.at });
  }
  return found;
}
