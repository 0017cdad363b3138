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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries: (readonly [string, unknown])[] = Object.entries(value);
  const renamed = entries.filter(([key]) => unusual.test(key)).map(([key, item]) => [camel(key), item] as const);
  return Object.fromEntries([...renamed, ...entries]);
}

/** Text or a number as text, trimmed; empty for everything else. Listings have a lot of it: no schema is as fast. */
export function readText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

/** The same for a field, which may be missing. */
export const TextSchema = z.unknown().optional().transform(readText);

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

/**
 * A foreign link as an absolute http(s) address, or empty. Whole addresses are kept byte for byte, because signed ones break
 * otherwise; others are resolved against the relay's origin.
 */
export function absoluteLink(value: unknown, origin: string): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || !URL.canParse(text, origin)) return '';
  const url = new URL(text, origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return '';
  return /^https?:\/\/\S+$/i.test(text) ? text : url.href;
}

/** The addresses in a list of strings or of `{url}`; everything else in it is skipped. */
export function readLinks(value: unknown, origin: string): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const links = items.map((item) => absoluteLink(typeof item === 'string' ? item : readRecord(item)?.url, origin));
  return links.filter((link) => link !== '');
}

const hasLongNumber = /[:[,]\s*-?\d{16}/;

/** The third argument is part of ES2025: https://github.com/tc39/proposal-json-parse-with-source */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^\d+$/.test(source) ? source : value;
}

/** Keys that `camel` spells otherwise. */
const unusual = /_|^[^a-z]/;

function camel(key: string): string {
  const joined = key.replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}
