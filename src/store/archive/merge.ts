import { DamagedRecord } from '../../domain/failures/errors.ts';
import { hasFailed, type Job } from '../../domain/job/job.ts';
import { ROSTER_MAX } from '../repositories/accounts.ts';
import { listRules } from '../repositories/lists.ts';
import type { Claim } from '../schema/lists.ts';
import { wallClock } from '../store.ts';
import type { Choose, Entry, Restored } from '../tables/entry.ts';
import type { ArchivedKind } from '../tables/kinds.ts';
import type { Tables } from '../tables/tables.ts';
import { furtherJob, wouldBeSubmitted } from './further-job.ts';
import { mergeLists, mergeTimedLists } from './merge-lists.ts';

/** Writes an entry of an export, unless it is past its time or the store knows better. Rejects as a table's `restore`. */
export type Restore = (kind: ArchivedKind, entry: Entry) => Promise<Restored>;

/** Copies an export into an empty store. */
export function createCopy(tables: Tables): Restore {
  return (kind, entry) => tables[kind].restore(entry, <T>(_: unknown, record: T) => record);
}

/**
 * Merges an export into a store that may know newer things. No job goes back a step, so that nothing is submitted again;
 * nobody's claim is taken back, and no list loses an entry. `memory` is how long the store remembers a settled job, in ms:
 * a job that has waited for longer may have been settled here and forgotten.
 */
export function createMerge(tables: Tables, memory: number): Restore {
  async function jobOf(id: string): Promise<Job | undefined> {
    return (await sound(tables.jobs.get(id))) ?? (await sound(tables.open.get(id)));
  }

  /** Whether a job still pays for what it has claimed: it is open here, or it has something to show. */
  async function isPaying(jobId: string): Promise<boolean> {
    const job = await jobOf(jobId);
    return job !== undefined && !hasEnded(job);
  }

  async function isPaidByAnother({ id, claims }: Job): Promise<boolean> {
    for (const key of claims) {
      const holder = await sound(tables.claims.get(key));
      if (holder && holder.jobId !== id && (await isPaying(holder.jobId))) return true;
    }
    return false;
  }

  const chooseOpen: Choose<Job> = async (there, entry, isDamaged) => {
    // Even a settled record that cannot be read tells that the job is settled.
    if (await tables.jobs.has(entry.id)) return null;
    // An entry has no interaction token, which a member may still be answered by.
    if (there) return furtherJob(there, entry) === there ? null : { ...entry, reply: there.reply };
    if (!wouldBeSubmitted(entry)) return entry;
    const mayBeKnown = isDamaged || wallClock.past() - entry.createdAt >= memory;
    return !mayBeKnown && !(await isPaidByAnother(entry)) ? entry : null;
  };

  const chooseSettled: Choose<Job> = async (there, entry) => {
    const known = there ?? (await sound(tables.open.get(entry.id)));
    return known && furtherJob(known, entry) === known ? null : entry;
  };

  async function mergeSettled(entry: Entry): Promise<Restored> {
    const isOpenHere = await tables.open.has(entry.key);
    // However long ago it was settled, it must not go on here.
    const restored = await tables.jobs.restore(isOpenHere ? { ...entry, expires: null } : entry, chooseSettled);
    if (isOpenHere && restored === 'written') await tables.open.delete(entry.key);
    return restored;
  }

  const chooseClaim: Choose<Claim> = async (there, entry) => {
    if (there) return !(await isPaying(there.jobId)) && (await isPaying(entry.jobId)) ? entry : null;
    // A job gives its claims back when it fails.
    const job = await jobOf(entry.jobId);
    return job && hasEnded(job) ? null : entry;
  };

  const byKind: Readonly<Record<ArchivedKind, (entry: Entry) => Promise<Restored>>> = {
    settings: (entry) => tables.settings.restore(entry, preferThere),
    open: (entry) => tables.open.restore(entry, chooseOpen),
    jobs: mergeSettled,
    messages: (entry) =>
      tables.messages.restore(
        entry,
        newer(({ createdAt }) => createdAt),
      ),
    tasks: (entry) =>
      tables.tasks.restore(entry, (there, other) => (there ? mergeLists(listRules.tasks, there, other) : other)),
    claims: (entry) => tables.claims.restore(entry, chooseClaim),
    members: (entry) =>
      tables.members.restore(entry, (there, other) =>
        there ? mergeTimedLists(listRules.members, there, other) : other,
      ),
    channels: (entry) =>
      tables.channels.restore(entry, (there, other) =>
        there ? mergeTimedLists(listRules.channels, there, other) : other,
      ),
    refusals: (entry) =>
      tables.refusals.restore(entry, (there, other) =>
        there ? mergeTimedLists(listRules.refusals, there, other) : other,
      ),
    drafts: (entry) => tables.drafts.restore(entry, preferThere),
    texts: (entry) => tables.texts.restore(entry, preferThere),
    // No two pages have one name. Those of an account that is not taken over mean nothing.
    holds: (entry) => tables.holds.restore(entry, preferThere),
    // What somebody has used goes on here; an older account would give it back.
    accounts: (entry) => tables.accounts.restore(entry, preferThere),
    rosters: (entry) =>
      tables.rosters.restore(entry, (there, other) =>
        there ? mergeLists({ cap: ROSTER_MAX, same: (one, another) => one === another }, there, other) : other,
      ),
    policies: (entry) => tables.policies.restore(entry, preferThere),
    grants: (entry) => tables.grants.restore(entry, preferThere),
    bot: (entry) => tables.bot.restore(entry, preferThere),
    keys: (entry) =>
      tables.keys.restore(
        entry,
        newer(({ at, removedAt }) => removedAt ?? at),
      ),
    reports: (entry) => tables.reports.restore(entry, preferThere),
    erasures: (entry) =>
      tables.erasures.restore(
        entry,
        newer(({ at }) => at),
      ),
  };

  return (kind, entry) => byKind[kind](entry);
}

/** Whether a job is settled without anything to show. */
function hasEnded(job: Job): boolean {
  return job.step === 'settled' && hasFailed(job);
}

/** The record that is read, or undefined when it is damaged. */
async function sound<T>(read: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DamagedRecord) return undefined;
    throw error;
  }
}

/** Nothing tells which of two such records is newer, and members see the one that is here. */
function preferThere<T>(there: T | undefined, entry: T): T | null {
  return there === undefined ? entry : null;
}

function newer<T>(timeOf: (record: T) => number): Choose<T> {
  return (there, entry) => (there !== undefined && timeOf(there) >= timeOf(entry) ? null : entry);
}
