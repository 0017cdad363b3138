import { readRecord } from './json.ts';

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
