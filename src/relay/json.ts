import { z } from 'zod';

/**
 * Parses whatever a relay calls JSON, whatever its content type; undefined when it is none. Whole numbers too large for
 * a double become strings of their digits, because relays send ids of 17 digits and more as bare numbers.
 */
export function parseJson(text: string): unknown {
  try {
    return hasLongNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * An object of foreign origin with its keys in one spelling (`image_urls`, `ImageUrls` and `imageUrls` are the same), or
 * null for anything else. The usual spelling wins where both are present.
 */
export function readRecord(value: unknown): Record<string, unknown> | null {
  const parsed = RecordSchema.safeParse(value);
  if (!parsed.success) return null;
  const entries = Object.entries(parsed.data);
  const renamed = entries.map(([key, item]) => [camel(key), item] as const);
  return Object.fromEntries([...renamed.filter(([key], index) => key !== entries[index]?.[0]), ...entries]);
}

/** Text or a number as text, trimmed; empty for everything else. */
export const TextSchema = z
  .union([z.string(), z.number().transform(String)])
  .catch('')
  .transform((text) => text.trim());

/** A whole number, also when it is sent as text; null for everything else. */
export const IntegerSchema = z
  .union([
    z.int(),
    z
      .string()
      .trim()
      .regex(/^-?\d{1,9}$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null);

/** An array; anything else, such as null, is an empty one. */
export const ListSchema = z.array(z.unknown()).catch([]);

const RecordSchema = z.record(z.string(), z.unknown());

const hasLongNumber = /[:[,]\s*-?\d{16}/;

/** The third argument is part of ES2025: https://github.com/tc39/proposal-json-parse-with-source */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^\d+$/.test(source) ? source : value;
}

function camel(key: string): string {
  const joined = key.replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}
