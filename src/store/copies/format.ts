import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { DamagedRecord, SetupError } from '../../domain/failures/errors.ts';
import { createFolder } from '../../lib/private-files.ts';
import type { StoreAddress } from '../../lib/store-address.ts';
import { version } from '../../version.ts';
import { storePath } from '../backends/store-path.ts';
import { FORMAT } from '../tables/codecs.ts';
import { isEmpty } from '../tables/kinds.ts';
import type { Table } from '../tables/table.ts';
import { openTables, type Tables, type TablesParts } from '../tables/tables.ts';
import { finishCopy } from './content.ts';
import { missingRoom } from './room.ts';
import { freeName, removeUnfinished, writeWhole } from './whole-file.ts';

const KEY = 'format';
/** The format of stores in which no format is written: every Darkroom that wrote none can read it. */
const UNWRITTEN = 8;

/** The highest format of records in a store, and the version of Darkroom that brought it there. */
const Written = z.object({ format: z.int(), version: z.string() });

function forPerson(sentence: string, cause?: unknown): SetupError {
  return new SetupError(sentence, { needsPerson: true, cause });
}

async function writtenIn(checks: Table<string>): Promise<z.infer<typeof Written> | null> {
  try {
    const text = await checks.get(KEY);
    return text === undefined ? null : Written.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof DamagedRecord || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** The format of a store: a new one has today's. Throws SetupError when a newer Darkroom wrote it. */
async function formatOf(tables: Tables): Promise<number> {
  const written = await writtenIn(tables.checks);
  if (written && written.format > FORMAT) {
    throw forPerson(
      `This store was written by Darkroom ${written.version}, this is ${version}: start ${written.version} or newer, or restore a backup from before.`,
    );
  }
  if (written) return written.format;
  return (await isEmpty(tables)) ? FORMAT : UNWRITTEN;
}

/** Says that records of today's version are in a store from now on, unless it says so already. */
export async function writeFormat(checks: Table<string>): Promise<void> {
  if ((await writtenIn(checks))?.format === FORMAT) return;
  await checks.put(KEY, JSON.stringify({ format: FORMAT, version }));
}

/**
 * Copies a store before records of today's version are written to it, which an older Darkroom could not read: to
 * `backups/before-0.4.0.sqlite` beside it. Throws SetupError when it cannot.
 */
async function keepOlder(given: string, log: TablesParts['log']): Promise<void> {
  const store = await storePath(given);
  const folder = join(dirname(store), 'backups');
  const failed = `Before this store is brought to the format of Darkroom ${version}, a copy of it has to be kept in ${folder}`;
  try {
    await createFolder(folder);
    const file = await freeName(join(folder, `before-${version}.sqlite`));
    await removeUnfinished(folder, (name) => name === basename(file));
    const noRoom = await missingRoom('It', store, file);
    if (noRoom) throw forPerson(`${failed}. ${noRoom}`);
    await writeWhole({ from: store, to: file, finish: (part) => soundly(part, failed) });
    log.warn({ file }, 'the store gets a newer format, and an older Darkroom would need this copy of it');
  } catch (cause) {
    if (cause instanceof SetupError || !(cause instanceof Error && 'code' in cause)) throw cause;
    throw forPerson(`${failed}, which failed (${cause.message}).`, cause);
  }
}

function soundly(part: string, failed: string): void {
  if (typeof finishCopy(part) === 'string') throw forPerson(`${failed}, which failed (it is not sound).`);
}

/** Brings a store to today's format, once no older Darkroom uses it any more. */
async function raise(tables: Tables, address: StoreAddress, { log, alone = unshared }: TablesParts): Promise<void> {
  await alone(tables.processes, async () => {
    // Another process may have done it meanwhile.
    if ((await formatOf(tables)) === FORMAT) return;
    if (address.kind === 'sqlite') await keepOlder(address.path, log);
    await writeFormat(tables.checks);
  });
}

const unshared: NonNullable<TablesParts['alone']> = (_, work) => work();

/**
 * Opens all tables of a store for records of today's version. A store of an older format is copied first, one of a newer format is
 * refused with SetupError. Throws StoreError, too.
 */
export async function openCurrent(address: StoreAddress, parts: TablesParts): Promise<Tables> {
  const tables = await openTables(address, parts);
  try {
    const format = await formatOf(tables);
    if (parts.readOnly) return tables;
    if (format < FORMAT) await raise(tables, address, parts);
    else await writeFormat(tables.checks);
    return tables;
  } catch (error) {
    await tables.close();
    throw error;
  }
}
