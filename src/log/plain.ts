import { HIDDEN } from '../lib/hide-secrets.ts';
import type { Scrub } from './scrub.ts';

/** Objects in objects, items of a list or object, and characters of a text; what goes beyond is cut. */
const DEPTH = 8;
const ITEMS = 100;
const LENGTH = 4000;

/** Facts that consist only of strings, numbers, booleans, null, lists and records. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/**
 * Copies facts for a log line: without secrets, with errors in full, and with cycles and huge values cut short. Never throws.
 * It calls no methods of the values (a `toJSON` could reveal what the name of a field would have hidden), only getters.
 */
export function createPlain(scrub: Scrub): (facts: object) => Record<string, Plain> {
  function copy(value: unknown, above: readonly object[]): Plain | undefined {
    if (typeof value === 'string') return cut(scrub(value));
    if (typeof value === 'number' || typeof value === 'bigint') return scrubNumber(value);
    if (typeof value === 'boolean' || value === null) return value;
    if (typeof value !== 'object') return undefined;
    if (above.includes(value)) return '[circular]';
    if (above.length >= DEPTH) return '[too deep]';
    try {
      return copyObject(value, [...above, value]);
    } catch {
      return '[unreadable]';
    }
  }

  function copyObject(value: object, above: readonly object[]): Plain {
    if (value instanceof Error) return copyError(value, above);
    if (value instanceof URL) return cut(scrub(value.href));
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof Map) return copyFields([...value].slice(0, ITEMS), above);
    if (value instanceof Set) return copyList([...value], above);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) return copyList(value, above);
    return copyFields(Object.entries(value).slice(0, ITEMS), above);
  }

  function copyList(list: readonly unknown[], above: readonly object[]): Plain {
    return list.slice(0, ITEMS).map((item) => copy(item, above) ?? null);
  }

  function copyFields(
    fields: readonly (readonly [unknown, unknown])[],
    above: readonly object[],
  ): Record<string, Plain> {
    const kept: [string, Plain][] = [];
    for (const [field, value] of fields) {
      const name = String(field);
      const plain = isSecretName(name) && value !== null && value !== undefined ? HIDDEN : copy(value, above);
      if (plain !== undefined) kept.push([cut(scrub(name)), plain]);
    }
    return Object.fromEntries(kept);
  }

  /** Leaves out the objects that libraries attach to their errors (requests, bodies, headers, sockets): they hold what was sent. */
  function copyError(error: Error, above: readonly object[]): Plain {
    const { name, message, stack, cause } = error;
    const own = Object.entries(error).filter(([, value]) => value === null || typeof value !== 'object');
    const several = error instanceof AggregateError ? { errors: error.errors } : {};
    const told = cause === undefined ? {} : { cause };
    return copyFields(
      Object.entries({ ...Object.fromEntries(own), type: name, message, stack, ...told, ...several }),
      above,
    );
  }

  function scrubNumber(value: number | bigint): Plain {
    const text = String(value);
    const safe = scrub(text);
    return safe === text && typeof value === 'number' ? value : safe;
  }

  return (facts) => {
    const plain = copy(facts, []);
    return isRecord(plain) ? plain : { facts: plain ?? null };
  };
}

function isRecord(plain: Plain | undefined): plain is Record<string, Plain> {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain);
}

function isSecretName(name: string): boolean {
  return /token|secret|password|authori[sz]ation|cookie|key$/i.test(name);
}

function cut(text: string): string {
  return text.length <= LENGTH ? text : `${text.slice(0, LENGTH)}... (${text.length} characters)`.toWellFormed();
}
