import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { classify } from '../../../src/domain/buttons/action.ts';
import { kinds } from '../../../src/store/tables/kinds.ts';
import type { JobView, StoreView } from './wire.ts';

/** Steps follow each other within milliseconds. */
const CHECK_MS = 8;
const ROWS_SHOWN = 30;

const Cell = z.object({ value: z.object({ data: z.unknown() }) });
const Text = z.string();
const Count = z.object({ n: z.number() });
const Row = z.object({ key: Text, value: Text });
const Version = z.object({ data_version: z.number() });
const StoredJob = z.object({
  id: z.string(),
  step: z.string(),
  prompt: z.string(),
  request: z.looseObject({ kind: z.string(), customId: z.string().optional() }),
  requester: z.object({ id: z.string() }),
  place: z.object({ messageId: z.string() }).nullish(),
  taskId: z.string().nullish(),
  outcome: z.looseObject({ kind: z.string(), taskId: z.string().nullish() }).optional(),
});

type Deps = {
  readonly path: string;
  /** The number of the bot's process that moves jobs on. */
  readonly processNumber: () => number;
  readonly onJob: (job: JobView) => void;
};

/** Looks into the bot's store from outside, read-only, and tells every step it sees a job take. */
export function createStoreObserver({ path, processNumber, onJob }: Deps) {
  const jobs = new Map<string, JobView>();
  const open = new Set<string>();
  let database: DatabaseSync | null = null;
  let version = -1;

  function check(): void {
    if (!database) {
      if (!existsSync(path)) return;
      database = new DatabaseSync(path, { readOnly: true, timeout: 50 });
    }
    const { data_version: now } = Version.parse(database.prepare('PRAGMA data_version').get());
    if (now === version) return;
    const rows = read(database, 'SELECT key, value FROM open');
    version = now;
    const seen = new Set(rows.map(({ key }) => key));
    for (const id of open) {
      if (seen.has(id)) continue;
      const settled = read(database, 'SELECT key, value FROM jobs WHERE key = ?', id);
      if (settled.length === 0) drop(id);
      rows.push(...settled);
    }
    open.clear();
    for (const id of seen) open.add(id);
    for (const { value } of rows) note(dataOf(value));
  }

  /** The bot takes the job of a double press back. */
  function drop(id: string): void {
    const before = jobs.get(id);
    if (!before) return;
    const step = { step: 'dropped', at: Date.now(), processNumber: processNumber() };
    const job = { ...before, steps: [...before.steps, step] };
    jobs.set(id, job);
    onJob(job);
  }

  function note(data: unknown): void {
    const parsed = StoredJob.safeParse(data);
    if (!parsed.success) return;
    const { id, step, prompt, request, requester, place, outcome, taskId } = parsed.data;
    const before = jobs.get(id);
    const last = before?.steps.at(-1);
    if (last?.step === step && last.processNumber === processNumber()) return;
    const job: JobView = {
      id,
      memberId: requester.id,
      what: request.customId === undefined ? request.kind : classify(request.customId).label || request.kind,
      prompt: prompt.length > 120 ? `${prompt.slice(0, 120)}…` : prompt,
      taskId: taskId ?? outcome?.taskId ?? before?.taskId ?? null,
      messageId: place?.messageId ?? null,
      failed: outcome?.kind === 'failed',
      steps: [...(before?.steps ?? []), { step, at: Date.now(), processNumber: processNumber() }],
    };
    jobs.set(id, job);
    onJob(job);
  }

  /** A file that is just being made, or locked for a moment, is looked at again later. */
  function tryToCheck(): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')) throw error;
    }
  }
  const timer = setInterval(tryToCheck, CHECK_MS);

  return {
    jobs: () => [...jobs.values()],
    /** The newest records of every kind, interaction tokens left out. */
    store(): StoreView {
      const from = database;
      if (!from) return [];
      return kinds.map((table) => ({
        table,
        count: Count.parse(from.prepare(`SELECT count(*) AS n FROM "${table}"`).get()).n,
        rows: read(from, `SELECT key, value FROM "${table}" ORDER BY rowid DESC LIMIT ${ROWS_SHOWN}`).map(
          ({ key, value }) => ({ key, value: withoutTokens(dataOf(value)) }),
        ),
      }));
    },
    close(): void {
      clearInterval(timer);
      database?.close();
    },
  };
}

function read(database: DatabaseSync, query: string, ...values: string[]) {
  return z.array(Row).parse(database.prepare(query).all(...values));
}

function dataOf(text: string): unknown {
  const cell = Cell.safeParse(JSON.parse(text));
  return cell.success ? cell.data.value.data : null;
}

function withoutTokens(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'token' ? '(secret)' : inner)) ?? 'null');
}
