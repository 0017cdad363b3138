import { z } from 'zod';
import type { Answer } from '../http/exchange.ts';
import { IntegerSchema, parseJson, readLinks, readRecord, readText, TextSchema } from '../http/json.ts';

/** The answer to a submission in one form, whichever shape the relay gave it. */
export type SubmitAnswer = {
  readonly status: number;
  readonly retryAfter: number | null;
  /**
   * `code`: an object with one of the family's numbers. `error`: an error object as OpenAI's, from a gateway that has
   * not forwarded the request. `images`: `{created, data}`. `other`: another JSON object. `none`: no JSON object at
   * all.
   */
  readonly shape: 'code' | 'error' | 'images' | 'other' | 'none';
  readonly code: number | null;
  /** What the relay says in words, with our secrets where it repeats them; the whole body when it is no JSON object. */
  readonly text: string;
  /** The `type` and `code` of an error object, empty where it has none. */
  readonly label: string;
  /** The task's id, empty when the answer names none. */
  readonly result: string;
  /** Further task ids: some relays make several tasks of one press. */
  readonly others: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly urls: readonly string[];
};

/** Reads any body at all; never throws. */
export function readSubmitAnswer({ status, text, retryAfter }: Answer, origin: string): SubmitAnswer {
  const record = readRecord(parseJson(text));
  const code = IntegerSchema.parse(record?.code ?? null);
  const error = readRecord(record?.error);
  const [result = '', ...others] = ResultSchema.parse(record?.result);
  return {
    status,
    retryAfter,
    shape: shapeOf(record, code, error),
    code,
    text: record ? words({ ...record, ...error }) : text,
    label: error ? `${readText(error.type)} ${readText(error.code)}`.trim() : '',
    result,
    others,
    properties: readRecord(record?.properties) ?? {},
    urls: readLinks(record?.data, origin),
  };
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

/** The task ids in a text, a number, a list or a text with commas, each once; none in everything else. */
const ResultSchema = z
  .union([z.array(z.unknown()).transform((list) => list.map((item) => readText(item))), TextSchema.transform(split)])
  .transform((ids) => [...new Set(ids.filter((id) => id !== '' && id.length <= 255))]);

function split(text: string): string[] {
  return text.split(',').map((id) => id.trim());
}

function words(record: Record<string, unknown>): string {
  const candidates = [record.message, record.description, record.error, record.msg, record.detail, record.title];
  return candidates.map((item) => readText(item)).find((text) => text !== '') ?? '';
}
