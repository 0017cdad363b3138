import { RelayError } from '../../domain/failures/errors.ts';
import { lookRefusal } from '../../domain/failures/look-refusal.ts';
import { hasEnded, type Task } from '../../domain/job/task.ts';
import type { Listing } from '../../domain/ports/relay.ts';
import type { Answer } from '../http/exchange.ts';
import { readInteger, readRecord, readText } from '../http/json.ts';
import { parseJson } from '../http/parse-json.ts';
import { idsIn, readProgress, readTask, type TaskReading } from './task-schema.ts';

/** The most entries of a listing that are read. We ask about 50 tasks, of which relays may have two entries each. */
const ENTRIES_MAX = 2_000;

/**
 * Reads the answer to a fetch: the task, or null when the relay says that it does not know it. Throws RelayError for
 * every other answer.
 */
export function readFetched(answer: Answer, path: string, taskId: string, reading: TaskReading): Task | null {
  const { status, text } = answer;
  const ok = status >= 200 && status < 300;
  if (ok && (text.trim() === '' || text.trim() === 'null')) return null;
  const body = parseJson(text);
  const task = ok ? readTask(body, reading, new Set([taskId])) : null;
  if (task) return task;
  if (saysUnknown(body, status)) return null;
  throw nonsense(answer, body, path, 'no such task in the answer', reading);
}

/**
 * Reads a listing of certain tasks. When an entry cannot be read, or there are too many of them, no id counts as
 * `missing`, because that entry may be its task. Throws RelayError when the answer is no list.
 */
export function readListing(answer: Answer, path: string, ids: readonly string[], reading: TaskReading): Listing {
  const wanted = new Set(ids);
  const listed = readEntries(answer, path, reading);
  const entries = listed.slice(0, ENTRIES_MAX);
  const tasks = new Map(
    [...furthest(entries, wanted)].flatMap(([id, { entry, hasOpen }]) => {
      const task = readTask(entry, reading, wanted);
      if (!task) return [];
      return [[id, hasOpen && hasEnded(task) ? { ...task, disputed: true as const } : task] as const];
    }),
  );
  const readable = entries.length === listed.length && entries.every((entry) => idsIn(readRecord(entry)).length > 0);
  return { tasks: [...tasks.values()], missing: readable ? ids.filter((id) => !tasks.has(id)) : [] };
}

/** The seed in an answer, null when it holds none. */
export function readSeed({ status, text }: Answer): string | null {
  const seed = readText(readRecord(parseJson(text))?.result);
  return status >= 200 && status < 300 && /^\d{1,10}$/.test(seed) ? seed : null;
}

/** Whether the answer to a cancel says that the task is stopped: with the code of a success, or by the task itself. */
export function saysStopped({ status, text }: Answer, taskId: string, reading: TaskReading): boolean {
  if (status < 200 || status >= 300) return false;
  const body = parseJson(text);
  const task = readTask(body, reading, new Set([taskId]));
  if (task) return hasEnded(task) && task.status !== 'SUCCESS';
  return readInteger(readRecord(body)?.code) === 1;
}

/** Whether the server has no such endpoint. Some serve their web page instead of an error. */
export function lacksEndpoint({ status, text }: Answer): boolean {
  const ok = status >= 200 && status < 300;
  return status === 404 || status === 405 || status === 501 || (ok && text.trimStart().startsWith('<'));
}

/** Whether the answer about a task comes from something that is no relay, or has none at this address. */
export function isNoRelay(answer: Answer): boolean {
  const body = parseJson(answer.text);
  // An error object is a relay's, though it may be one that knows no tasks.
  return lacksEndpoint(answer) && !saysUnknown(body, answer.status) && !readRecord(readRecord(body)?.error);
}

function readEntries(answer: Answer, path: string, reading: TaskReading): readonly unknown[] {
  const body = parseJson(answer.text);
  const record = readRecord(body);
  const candidates = [body, record?.result, record?.data, record?.tasks, record?.list];
  const list = candidates.find((candidate) => Array.isArray(candidate));
  const ok = answer.status >= 200 && answer.status < 300;
  if (ok && Array.isArray(list)) return list;
  if (ok && readTask(body, reading)) return [body];
  throw nonsense(answer, body, path, 'no list of tasks', reading);
}

/** What is listed of one task: the entry that got furthest, and whether one of its entries has not ended. */
type Found = { readonly entry: unknown; readonly rank: number; readonly hasOpen: boolean };

/** One entry for each of these ids: some relays have two rows for one task, of which one changes late or never. */
function furthest(entries: readonly unknown[], wanted: ReadonlySet<string>): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const entry of entries) {
    const record = readRecord(entry);
    const id = idsIn(record).find((name) => wanted.has(name));
    if (id === undefined) continue;
    const progress = readProgress(record);
    const rank = rankOf(progress);
    const other = found.get(id);
    const hasOpen = !hasEnded(progress) || (other?.hasOpen ?? false);
    found.set(id, other && other.rank > rank ? { ...other, hasOpen } : { entry, rank, hasOpen });
  }
  return found;
}

const order: readonly Task['status'][] = ['PENDING', 'MODAL', 'NOT_START', 'SUBMITTED', 'IN_PROGRESS'];

function rankOf(task: Pick<Task, 'status' | 'percent'>): number {
  if (hasEnded(task)) return task.status === 'SUCCESS' ? 10_000 : 9_000;
  return order.indexOf(task.status) * 1_000 + (task.percent ?? 0);
}

function saysUnknown(body: unknown, status: number): boolean {
  const record = readRecord(body);
  if (!record || (status >= 300 && status !== 400 && status !== 404)) return false;
  const words = readText(record.description) || readText(readRecord(record.error)?.message) || readText(record.message);
  return readInteger(record.code) === 3 || noSuchTask.test(words);
}

const noSuchTask =
  /task_no(?:t)?_found|任务(?:id)?\s*(?:不存在|未找到|已失效)|(?:未找到|找不到|没有找到)(?:该|此|对应的?)?任务|\btask (?:was )?(?:not found|does not exist)|\b(?:no such|unknown) task\b/i;

/** The error for an answer that is of no use. `what` is said where the relay gives no words of its own. */
export function nonsense(
  { status, text, retryAfter }: Answer,
  body: unknown,
  path: string,
  what: string,
  { redact }: TaskReading,
): RelayError {
  const said = readRecord(body);
  const message = readText(readRecord(said?.error)?.message) || readText(said?.description);
  const start = text.slice(0, 2_000);
  const refusal = lookRefusal(status, start, /^\s*</.test(start));
  return new RelayError(path, status, message ? redact(message) : what, retryAfter, refusal);
}
