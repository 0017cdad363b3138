import { parseJson } from './parse-json.ts';

/** How many JSON values of one body are read. */
const MAX_VALUES = 4;
/** The longest body that is taken for several values, in UTF-16 units. */
const MAX_SEVERAL = 50_000;

/** The most keys of an object that are read. No relay's object has a hundred. */
const MAX_KEYS = 500;
/** The most links of a list that are read: a message shows ten. */
const MAX_LINKS = 50;
/** The longest link and the longest key that are read, in UTF-16 units. */
const MAX_LINK = 8_000;
const MAX_KEY = 100;

/**
 * The JSON values that a body consists of, in their order, and the text that is left behind them. It is one value and
 * no text nearly always, but some gateways answer twice: an error stands right behind a success.
 */
export function parseJsonValues(text: string): { readonly values: readonly unknown[]; readonly rest: string } {
  const whole = parseJson(text);
  if (whole !== undefined) return { values: [whole], rest: '' };
  const values: unknown[] = [];
  let rest = text.trim();
  if (rest.length > MAX_SEVERAL) return { values, rest };
  while (rest.startsWith('{') && values.length < MAX_VALUES) {
    const end = endOfObject(rest);
    const value = parseJson(rest.slice(0, end));
    if (value === undefined) break;
    values.push(value);
    rest = rest.slice(end).trimStart();
  }
  return { values, rest };
}

/** Where the object that a text begins with ends; 0 when it does not. */
function endOfObject(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"?|[{}]/gs)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return 0;
}

/**
 * A relay's object with its keys in camel case: `image_urls` and `ImageUrls` become `imageUrls`. Where an object has
 * several spellings of one key, camel case wins. Null when the value is no object. It is the object itself where nothing is
 * to be changed, as is so nearly always: long listings need it fast.
 */
export function readRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(value)) return null;
  const keys = Object.keys(value);
  if (keys.length <= MAX_KEYS && !keys.some(isUnusual)) return value;
  const entries: (readonly [string, unknown])[] = Object.entries(value).slice(0, MAX_KEYS);
  const renamed = entries
    .filter(([key]) => key.length <= MAX_KEY && isUnusual(key))
    .map(([key, item]) => [camel(key), item] as const);
  return Object.fromEntries([...renamed, ...entries]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A text, or a number as text, trimmed; empty for everything else. Without a schema, because long listings need it
 * fast.
 */
export function readText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

/** A whole number, or one that is sent as text; null for everything else. */
export function readInteger(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  const text = typeof value === 'string' ? value.trim() : '';
  return /^-?\d{1,9}$/.test(text) ? Number(text) : null;
}

/**
 * A relay's link as an absolute http(s) address, empty when it is none. An absolute address is kept byte for byte,
 * because a signed one breaks otherwise; a relative one is resolved against the relay's origin.
 */
export function absoluteLink(value: unknown, origin: string): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const url = text === '' || text.length > MAX_LINK ? null : URL.parse(text, origin);
  if (!url) return '';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return '';
  return /^https?:\/\/\S+$/i.test(text) ? text : url.href;
}

/** The addresses in a list of strings or of `{url}`. Everything else in the list is skipped. */
export function readLinks(value: unknown, origin: string): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, MAX_LINKS) : [];
  const links = items.map((item) => absoluteLink(typeof item === 'string' ? item : readRecord(item)?.url, origin));
  return links.filter((link) => link !== '');
}

/** Whether `camel` changes a key. */
function isUnusual(key: string): boolean {
  const first = key.charCodeAt(0);
  return !(first >= 97 && first <= 122) || key.includes('_');
}

function camel(key: string): string {
  const joined = key.replace(/(?<!_)_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}
