import { z } from 'zod';
import type { Answer } from '../http/exchange.ts';
import { IntegerSchema, parseJson, readLinks, readRecord, readText, TextSchema } from '../http/json.ts';

/** A submit's answer in one form, whichever of the family's shapes it came in. */
export type SubmitAnswer = {
  readonly status: number;
  readonly retryAfter: number | null;
  /**
   * `code`: the family's own numbers; `error`: an OpenAI-like error object, which gateways answer before they forward;
   * `images`: `{created, data}`; `other`: JSON of another kind; `none`: no JSON object at all.
   */
  readonly shape: 'code' | 'error' | 'images' | 'other' | 'none';
  readonly code: number | null;
  /** The relay's own words, unredacted; the body itself when it is no JSON. */
  readonly text: string;
  /** An error's `type` and `code` where it has them. */
  readonly label: string;
  /** The task's id; empty when there is none. */
  readonly result: string;
  /** Ids after the first: some answers to one press name several tasks. */
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

/** The usable ids, each once, from text, a number, a list or a comma list; none for everything else. */
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
