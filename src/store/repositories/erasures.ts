import { dayOf } from '../../domain/credits/window.ts';
import { DamagedRecord } from '../../domain/failures/errors.ts';
import type { Erasure } from '../../domain/job/erasure.ts';
import { forgotten, NOBODY } from '../../domain/job/forgotten.ts';
import { interactionOf, type Job } from '../../domain/job/job.ts';
import { snowflakeTime } from '../../domain/job/snowflake.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Erasures, MessageRecord, RecentTask } from '../../domain/ports/store.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { Table } from '../tables/table.ts';
import type { Tables } from '../tables/tables.ts';

/** How long, in ms, a failed job is kept all the same: Discord may bring its interaction once more, which must not run again. */
const REPLAYED = 3_600_000;
/** A month is over everywhere so many ms after it is in UTC. */
const ZONES = 24 * 3_600_000;

type Parts = { readonly tables: Omit<Tables, 'commit' | 'close' | 'check'>; readonly clock: Clock; readonly log: Log };

/** By when each member wants to be forgotten, Unix ms. */
type Wishes = ReadonlyMap<string, number>;

/**
 * Forgets members who asked for it. Every part may be interrupted and is repeated then: what leads from one record to another is
 * erased last.
 */
export function createErasures({ tables, clock, log }: Parts): Erasures {
  const mutex = createMutex();

  async function all(): Promise<readonly Erasure[]> {
    const rows = await Array.fromAsync(tables.erasures.rows());
    return rows.flatMap((row) => (row instanceof DamagedRecord ? [] : [row]));
  }

  /** Changes what is left to do, unless the member has asked again meanwhile. Null: nothing is left. */
  async function advance(erasure: Erasure, next: Partial<Erasure> | null): Promise<void> {
    await tables.erasures.change(erasure.memberId, (there) =>
      there?.at === erasure.at ? next && { ...there, ...next } : there,
    );
  }

  async function work(): Promise<void> {
    const past = clock.past();
    if (!Number.isFinite(past)) return;
    const wanted = (await all()).filter(({ at }) => at <= past);
    const fresh = wanted.filter(({ records }) => records);
    const left = await eraseRecords(tables, timesOf(fresh), past);
    for (const one of fresh) if (!left.has(one.memberId)) await advance(one, { records: false });

    const month = monthAt(past - ZONES);
    const due = wanted.filter(({ accountsBefore }) => accountsBefore < month);
    await eraseAccounts(tables, timesOf(due), month);
    for (const one of due) await advance(one, { accountsBefore: month });

    for (const one of await all()) {
      if (!one.records && one.accountsBefore > monthAt(one.at + ZONES)) await advance(one, null);
    }
  }

  return {
    request: (memberId) => requestErasure(tables, memberId, clock.now()),
    work: () =>
      mutex('work', () =>
        work().catch((error: unknown) =>
          log.error({ error }, 'an erasure was interrupted; it goes on within the hour'),
        ),
      ),
  };
}

/** As `Erasures.request`; `at` is Unix ms. */
export async function requestErasure(
  { erasures, settings }: Pick<Tables, 'erasures' | 'settings'>,
  memberId: string,
  at: number,
): Promise<void> {
  await erasures.change(memberId, () => ({ memberId, at, records: true, accountsBefore: '' }));
  // They tell no time. Later ones belong to whoever comes back, so they go now, and not with what is worked off.
  await settings.delete(memberId);
}

function timesOf(erasures: readonly Erasure[]): Wishes {
  return new Map(erasures.map(({ memberId, at }) => [memberId, at]));
}

/** The month of a time in UTC, which differs from a server's by a day at most. */
function monthAt(time: number): string {
  return dayOf(time, 'UTC').month;
}

/** Erases what tells of these members, and answers with those of whom something must stay for now. */
async function eraseRecords(tables: Parts['tables'], wishes: Wishes, past: number): Promise<ReadonlySet<string>> {
  const left = new Set<string>();
  if (wishes.size === 0) return left;
  const isMeant = (memberId: string, at: number) => at <= (wishes.get(memberId) ?? Number.NEGATIVE_INFINITY);

  for (const [memberId, until] of wishes) {
    await tables.members.rewrite(memberId, (tasks) => keepNewer(tasks, until));
  }
  for await (const entry of tables.keys.entries()) {
    if (entry instanceof DamagedRecord) continue;
    await tables.keys.rewrite(entry.key, (key) => (isMeant(key.by, key.at) ? { ...key, by: NOBODY } : key));
  }
  await eraseOwn(tables.drafts, isMeant);
  await eraseOwn(tables.texts, isMeant);
  // Before the settled ones: what settles meanwhile is seen here, and gone through the next time.
  for await (const job of tables.open.rows()) {
    if (!(job instanceof DamagedRecord) && isMeant(job.requester.id, job.createdAt)) left.add(job.requester.id);
  }
  for await (const record of tables.messages.rows()) {
    if (record instanceof DamagedRecord || !isMeant(record.requesterId, bornAt(record))) continue;
    const { channelId, messageId } = record.place;
    await tables.channels.rewrite(channelId, (tasks) => withoutPrompt(tasks, messageId));
    await tables.messages.rewrite(messageId, (there) => ({ ...there, requesterId: NOBODY, prompt: '' }));
  }
  for await (const job of tables.jobs.rows()) {
    if (job instanceof DamagedRecord || !isMeant(job.requester.id, job.createdAt)) continue;
    if (await eraseJob(tables.jobs, job, past)) continue;
    left.add(job.requester.id);
  }
  return left;
}

async function eraseOwn<T extends { readonly id: string; readonly memberId: string; readonly createdAt: number }>(
  table: Table<T>,
  isMeant: (memberId: string, at: number) => boolean,
): Promise<void> {
  for await (const one of table.rows()) {
    if (!(one instanceof DamagedRecord) && isMeant(one.memberId, one.createdAt)) await table.delete(one.id);
  }
}

/** Whether nothing is left of the member. A job that made nothing is of use to nobody else. */
async function eraseJob(jobs: Table<Job>, job: Job, past: number): Promise<boolean> {
  if (job.step !== 'settled') return false;
  if (job.outcome.kind === 'pictures') {
    await jobs.rewrite(job.id, (there) => (there.step === 'settled' ? forgotten(there) : there));
    return true;
  }
  if (job.at > past - REPLAYED) return false;
  await jobs.delete(job.id);
  return true;
}

/** When what a message shows was asked for, or was shown again. */
function bornAt({ createdAt, jobId }: MessageRecord): number {
  return Math.min(createdAt, snowflakeTime(interactionOf(jobId)));
}

function keepNewer(tasks: readonly RecentTask[], until: number): readonly RecentTask[] | null {
  const newer = tasks.filter(({ at }) => at > until);
  return newer.length > 0 ? newer : null;
}

function withoutPrompt(tasks: readonly RecentTask[], messageId: string): readonly RecentTask[] {
  return tasks.map((task) => (task.place.messageId === messageId ? { ...task, prompt: '' } : task));
}

/** Erases the accounts of these members in months before this one, and their names from the rosters of these months. */
async function eraseAccounts(
  { accounts, holds, rosters }: Parts['tables'],
  wishes: Wishes,
  before: string,
): Promise<void> {
  if (wishes.size === 0) return;
  const isMeant = (memberId: string, month: string) =>
    month < before && month <= monthAt((wishes.get(memberId) ?? Number.NEGATIVE_INFINITY) + ZONES);
  // The accounts first: one without its pages would be taken for damaged.
  for (const table of [accounts, holds]) {
    for await (const key of table.keys()) {
      const [account = '', month = ''] = key.split('|');
      const memberId = /^(?:m:\d+|u):(\d+)$/.exec(account)?.[1];
      if (memberId === undefined || !wishes.has(memberId) || !isMeant(memberId, month)) continue;
      await table.delete(key);
    }
  }
  for await (const entry of rosters.entries()) {
    if (entry instanceof DamagedRecord) continue;
    const [, month = ''] = entry.key.split('|');
    await rosters.rewrite(entry.key, (names) => {
      const kept = names.filter((name) => !(wishes.has(name) && isMeant(name, month)));
      return kept.length === names.length ? names : kept;
    });
  }
}
