import type { Answer } from '../http/exchange.ts';
import { parseJsonValues, readInteger, readLinks, readRecord, readText } from '../http/json.ts';

/** The answer to a submission in one form, whichever shape the relay gave it. */
export type SubmitAnswer = {
  readonly status: number;
  readonly retryAfter: number | null;
  /**
   * `code`: an object with one of the family's numbers. `error`: an error object as OpenAI's, mostly from a gateway that
   * has not forwarded the request. `images`: `{created, data}`. `other`: another JSON object. `none`: no JSON object at
   * all.
   */
  readonly shape: 'code' | 'error' | 'images' | 'other' | 'none';
  readonly code: number | null;
  /** What the relay says in words, with our secrets where it repeats them; the whole body when it is no JSON object. */
  readonly text: string;
  /** Everything that it says in words, one thing after another. */
  readonly said: string;
  /** The address that a server's framework says it knows nothing at, empty where the answer names none. */
  readonly path: string;
  /** The `type` and `code` of an error object, empty where it has none. */
  readonly label: string;
  /** The task's id, empty when the answer names none. */
  readonly result: string;
  /** Further task ids: some relays make several tasks of one press. */
  readonly others: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly urls: readonly string[];
  /** The body as it came. */
  readonly body: string;
  /** Whether the body is one JSON value, or none, with nothing behind it. Otherwise `text` says only part of it. */
  readonly isWhole: boolean;
};

/** Reads any body at all; never throws. Of several objects in one body, one that names an accepted task counts. */
export function readSubmitAnswer({ status, text: body, retryAfter }: Answer, origin: string): SubmitAnswer {
  const { values, rest } = parseJsonValues(body);
  const records = values.map(readRecord).filter((each) => each !== null);
  const record = records.find(namesTask) ?? records[0] ?? null;
  const code = codeOf(record);
  const error = readRecord(record?.error);
  const [result = '', ...others] = idsOf(record);
  return {
    status,
    retryAfter,
    shape: shapeOf(record, code, error),
    code,
    text: record ? (words({ ...record, ...error })[0] ?? '') : body,
    said: record ? words({ ...record, ...error }).join(' ') : body,
    path: readText(record?.path),
    label: error ? `${readText(error.type)} ${readText(error.code)}`.trim() : '',
    result,
    others,
    properties: readRecord(record?.properties) ?? {},
    urls: readLinks(record?.data, origin),
    body,
    isWhole: values.length === 0 || (values.length === 1 && rest === ''),
  };
}

/**
 * The codes of a task that was accepted, if the answer names it. No relay is known to answer 0, but some document it;
 * with a task id it means the same as 1. So does the 200 of servers that repeat the status.
 */
export function isAccepting(code: number | null): boolean {
  return code === 0 || code === 1 || code === 21 || code === 22 || code === 200;
}

function namesTask(record: Record<string, unknown>): boolean {
  return isAccepting(codeOf(record)) && idsOf(record).length > 0;
}

function codeOf(record: Record<string, unknown> | null): number | null {
  return readInteger(record?.code);
}

function shapeOf(
  record: Record<string, unknown> | null,
  code: number | null,
  error: Record<string, unknown> | null,
): SubmitAnswer['shape'] {
  if (!record) return 'none';
  if (error && Object.keys(error).length > 0) return 'error';
  if (code !== null) return 'code';
  return 'data' in record || 'created' in record ? 'images' : 'other';
}

/** The most tasks that one submission may begin. No relay begins more than four. */
const MAX_TASKS = 40;

/**
 * The task ids that an answer names, each once: in `result`, else in `data`, as a text, a number, a list, a text with
 * commas or an object around one of these. A list in `data` holds pictures, not ids.
 */
function idsOf(record: Readonly<Record<string, unknown>> | null): readonly string[] {
  const named = readIds(record?.result);
  if (named.length > 0 || Array.isArray(record?.data)) return named;
  return readIds(record?.data);
}

function readIds(value: unknown): readonly string[] {
  const record = readRecord(value);
  const inside = record ? (record.taskId ?? record.id ?? record.result) : value;
  const ids: readonly string[] = Array.isArray(inside)
    ? inside.slice(0, 2 * MAX_TASKS).map(readId)
    : readText(inside)
        .split(',', 2 * MAX_TASKS)
        .map(readId);
  return [...new Set(ids.filter(isId))].slice(0, MAX_TASKS);
}

/** Whether a text may be an id: all of them have numbers in them, and none is a sentence, as "success" or "提交成功" is. */
function isId(text: string): boolean {
  return text.length <= 255 && /^[\w.:~-]+$/.test(text) && /\d/.test(text);
}

function readId(value: unknown): string {
  const record = readRecord(value);
  return readText(record ? (record.taskId ?? record.id) : value);
}

/** The texts in those fields that relays use for their words, the most usual first. */
function words({ message, description, error, msg, detail, title }: Record<string, unknown>): string[] {
  return [message, description, error, msg, detail, title].map(readText).filter((text) => text !== '');
}
