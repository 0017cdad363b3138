import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { SetupError, StoreError } from '../../domain/failures/errors.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import { parseStoreUrl, type StoreAddress } from '../../lib/store-address.ts';
import { refuseForeign } from '../backends/foreign-file.ts';
import { lockForWork } from '../backends/work-lock.ts';
import { openCurrent } from '../copies/format.ts';
import { requestErasure } from '../repositories/erasures.ts';
import { processesIn } from '../repositories/processes.ts';
import { DAY_MS, wallClock } from '../store.ts';
import { isEmpty } from '../tables/kinds.ts';
import { openForErasure, type Tables } from '../tables/tables.ts';
import { backUp } from './backup.ts';
import { recordsIn, UnreadableExport } from './format.ts';
import { createCopy, createMerge } from './merge.ts';
import { processLines } from './process-lines.ts';
import { ToolRefusal } from './refusal.ts';
import { restore } from './restore.ts';
import { refuseRunning, watchProcesses } from './running.ts';
import { taskOf, usageFor } from './task.ts';
import { exportStore, importStore, type Survey, survey } from './transfer.ts';

export type ToolOptions = {
  /** The words on the command line after the name of the script. */
  readonly args: readonly string[];
  readonly storeUrl: string;
  readonly retentionDays: number;
  /** Tells the operator a sentence. */
  readonly say: (sentence: string) => void;
};

/** For reading: what the computer's clock takes for expired is exported, too, because that clock may be wrong. */
const endless: Clock = { ...wallClock, past: () => Number.NEGATIVE_INFINITY };

/**
 * Does what `npm run store` is told: checks, copies, restores, exports or imports a store, or tells who uses it. Resolves with the
 * exit code. What it throws is a bug.
 */
export async function runStoreTool({ args, storeUrl, retentionDays, say }: ToolOptions): Promise<number> {
  const task = taskOf(args);
  if (!task) {
    say(usageFor(args));
    return 2;
  }
  try {
    const address = parseStoreUrl(storeUrl);
    if (address.kind === 'memory') throw new ToolRefusal('STORE_URL is memory: there is nothing to keep.');
    if (address.kind === 'sqlite' && task.verb !== 'import' && task.verb !== 'restore' && !existsSync(address.path)) {
      throw new ToolRefusal(`There is no store ${address.path} yet.`);
    }
    if (task.verb === 'backup') {
      await backUp({ ...task, store: fileOf(address), say });
      return 0;
    }
    if (task.verb === 'erase') {
      await erase(storeUrl, task.memberId, say);
      return 0;
    }
    if (task.verb === 'restore') {
      const { file } = task;
      return await withLock(storeUrl, async () => {
        await restore({ store: fileOf(address), file, ttl: retentionDays * DAY_MS, say });
        return 0;
      });
    }
    const options = { storeUrl, retentionDays, say };
    if (task.verb === 'processes') {
      // What is read of a file is of one moment, so each look opens it anew.
      const { lines, isWell } = processLines(
        await watchProcesses(() => withTables(options, 'read', ({ processes }) => processesIn(processes))),
      );
      for (const line of lines) say(line);
      return isWell ? 0 : 1;
    }
    if (task.verb === 'import') {
      const { file, merge } = task;
      await refuseForeign(storeUrl);
      return await withLock(storeUrl, () =>
        withTables(options, 'write', (tables) => load(tables, file, merge ? retentionDays * DAY_MS : null, say)),
      );
    }
    return await withTables(options, 'read', async (tables) =>
      task.verb === 'check'
        ? tell(await survey(tables), 'are in the store', say)
        : tell(await save(tables, task.file), `were written to ${task.file}`, say),
    );
  } catch (error) {
    if (!isForeseen(error)) throw error;
    say(error.message);
    return 1;
  }
}

/** The path of the file that a store is. A server has better means of its own. Throws ToolRefusal. */
function fileOf(address: Exclude<StoreAddress, { kind: 'memory' }>): string {
  if (address.kind === 'sqlite') return address.path;
  throw new ToolRefusal(
    address.kind === 'redis'
      ? 'Redis keeps its own copies: copy its appendonlydir and dump.rdb, as its manual describes, or use "npm run store -- export <file>".'
      : 'PostgreSQL has its own tools for this: use pg_dump and pg_restore, or "npm run store -- export <file>".',
  );
}

async function erase(storeUrl: string, memberId: string, say: ToolOptions['say']): Promise<void> {
  const log = { warn: (_: object, sentence: string) => say(`Note: ${sentence}.`) };
  const tables = await openForErasure(parseStoreUrl(storeUrl), { clock: wallClock, log });
  try {
    await requestErasure(tables, memberId, wallClock.now());
  } finally {
    await tables.close();
  }
  say(
    `Everything about ${memberId} is forgotten within the hour, or when the bot starts. Kept: this month’s credits until the month is over, blocks, reports, and what runs until it ends. Backups and exports still have it.`,
  );
}

function isForeseen(error: unknown): error is Error {
  return [ToolRefusal, UnreadableExport, StoreError, SetupError].some((kind) => error instanceof kind);
}

/** Takes the store's lock, because a bot that runs meanwhile could write records that the work would miss. */
async function withLock(storeUrl: string, work: () => Promise<number>): Promise<number> {
  const lock = await lockForWork(storeUrl);
  if (!lock) throw new ToolRefusal('Darkroom is running on this store: stop it first.');
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

async function withTables<T>(
  { storeUrl, retentionDays, say }: Omit<ToolOptions, 'args'>,
  access: 'read' | 'write',
  work: (tables: Tables) => Promise<T>,
): Promise<T> {
  const address = parseStoreUrl(storeUrl);
  // Whoever has the lock of a file knows that nobody else uses it.
  const mustBeIdle = access === 'write' && address.kind !== 'sqlite';
  const tables = await openCurrent(address, {
    ttl: retentionDays * DAY_MS,
    clock: access === 'read' ? endless : wallClock,
    log: { warn: (_, sentence) => say(`Note: ${sentence}.`) },
    readOnly: access === 'read',
    alone: async (processes, raise) => {
      if (mustBeIdle) await refuseRunning(processes);
      await raise();
    },
  });
  try {
    if (mustBeIdle) await refuseRunning(tables.processes);
    return await work(tables);
  } finally {
    await tables.close();
  }
}

function tell({ counts, damaged }: Survey, where: string, say: ToolOptions['say']): number {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const [kind, count] of counts) say(`${kind}: ${count}`);
  say(`${total} records ${where}.`);
  for (const { table, key } of damaged) say(`Damaged: ${key} in ${table}.`);
  if (damaged.length > 0) say(`${damaged.length} records cannot be read; all others are not affected.`);
  return damaged.length > 0 ? 1 : 0;
}

async function save(tables: Tables, file: string): Promise<Survey> {
  // The file is for its owner's eyes only, because it holds members' prompts.
  const handle = await opened(file, 'wx', 'cannot be written anew');
  try {
    return await exportStore(tables, async (line) => void (await handle.write(`${line}\n`)));
  } finally {
    await handle.close();
  }
}

/** `memory` is how long the store remembers, in ms; null when it must be empty. */
async function load(tables: Tables, file: string, memory: number | null, say: ToolOptions['say']): Promise<number> {
  if (memory === null && !(await isEmpty(tables))) {
    throw new ToolRefusal('The store is not empty: give a new STORE_URL, or say --merge to add what it does not know.');
  }
  await (await opened(file, 'r', 'cannot be read')).close();
  // The first reading writes nothing: a torn file is noticed before the store changes.
  for await (const _ of recordsIn(linesOf(file)));
  const restore = memory === null ? createCopy(tables) : createMerge(tables, memory);
  const { written, expired, kept } = await importStore(tables, restore, linesOf(file));
  say(`${written} records were read from ${file}.`);
  if (expired > 0) say(`${expired} had outlived their time and were left out.`);
  if (kept > 0) say(`${kept} were left out because the store knows better.`);
  return 0;
}

async function opened(file: string, flags: 'r' | 'wx', trouble: string): Promise<FileHandle> {
  try {
    return await open(file, flags, 0o600);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason given';
    throw new ToolRefusal(`The file ${file} ${trouble} (${code}).`, { cause });
  }
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
