import type { FlagTrouble } from '../../failures/flag-trouble.ts';
import { createNearMiss, type NearMiss } from './near-miss.ts';
import { type FlagKind, kindOf } from './table.ts';
import { comparable, isAccepted } from './value.ts';

/** One of Midjourney's parameters in a prompt, such as `--ar 16:9`. */
export type Flag = {
  /** Without dashes, as written. */
  readonly name: string;
  /** Without quotes around it; empty when there is none. */
  readonly value: string;
  /** Where it comes from. A default silently gives way to the other two. */
  readonly origin: 'text' | 'option' | 'default';
};

export type ParsedPrompt = {
  /** What stands before the first flag. */
  readonly words: string;
  readonly flags: readonly Flag[];
};

/** Takes a prompt apart. Never throws: `writePrompt` makes the same prompt of the parts, however odd it is. */
export function readPromptFlags(
  prompt: string,
  origin: Flag['origin'] = 'text',
  resembling: NearMiss = createNearMiss(),
): ParsedPrompt {
  const starts: { readonly at: number; readonly after: number; readonly name: string }[] = [];
  const lastQuote = Math.max(prompt.lastIndexOf('"'), prompt.lastIndexOf('“'), prompt.lastIndexOf('”'));
  /** Whether a quote was opened in the value of the last flag. */
  let isOpen = false;
  for (let at = 0; at < prompt.length; at += 1) {
    if (isQuote(prompt.charCodeAt(at))) isOpen = !isOpen;
    const dashes = dashesAt(prompt, at);
    if (dashes === 0 || (starts.length > 0 && isOpen && at < lastQuote)) continue;
    const name = wordAt(prompt, at + dashes);
    if (dashes === 1 && !kindOf(name) && resembling(name) === null) continue; // A dash between words.
    const after = at + dashes + name.length;
    starts.push({ at, after, name });
    isOpen = false;
    at = after - 1;
  }
  const flags = starts.map(({ after, name }, index) => ({
    name,
    value: unquoted(prompt.slice(after, starts[index + 1]?.at).trim()),
    origin,
  }));
  return { words: prompt.slice(0, starts[0]?.at).trim(), flags };
}

/** Puts a prompt together again. */
export function writePrompt({ words, flags }: ParsedPrompt): string {
  return [words, ...flags.map(writeFlag)].filter((part) => part !== '').join(' ');
}

export function writeFlag({ name, value }: Flag): string {
  // A value with quotes of its own has kept them.
  const quoted = hasStart(value) && !/["“”]/.test(value) ? `"${value}"` : value;
  return quoted === '' ? `--${name}` : `--${name} ${quoted}`;
}

/** What a flag sets. Of two flags with one subject, the second replaces the first or contradicts it. */
export function subjectOf({ name, value }: Flag): string {
  const kind = kindOf(name);
  if (isRaw(kind, value)) return 'raw';
  return kind?.group ?? kind?.names[0] ?? name.toLowerCase();
}

/** Everything that is wrong with these flags, in their order; also with those that are defaults. */
export function flagTroubles(flags: readonly Flag[], resembling: NearMiss = createNearMiss()): FlagTrouble[] {
  const troubles: FlagTrouble[] = [];
  const seen = new Map<string, Flag>();
  for (const flag of flags) {
    const trouble = troubleOf(flag, resembling);
    if (trouble) troubles.push(trouble);
    const subject = subjectOf(flag);
    const earlier = seen.get(subject);
    if (!earlier) seen.set(subject, flag);
    else if (!isSame(earlier, flag)) troubles.push(clash(earlier, flag));
  }
  return troubles;
}

/** Whether two flags say the same thing. */
export function isSame(one: Flag, other: Flag): boolean {
  if (subjectOf(one) === 'raw' && subjectOf(other) === 'raw') return true;
  return nameOf(one) === nameOf(other) && comparable(one.value) === comparable(other.value);
}

function troubleOf({ name, value }: Flag, resembling: NearMiss): FlagTrouble | null {
  const flag = `--${name}`;
  const kind = kindOf(name);
  if (kind) return isAccepted(value, kind.accepts) ? null : { kind: 'malformed', flag, value, accepts: kind.accepts };
  const meant = resembling(name);
  return meant === null ? null : { kind: 'misspelt', flag, meant };
}

function clash(one: Flag, other: Flag): FlagTrouble {
  if (one.origin !== other.origin) {
    const [flag, option] = other.origin === 'option' ? [one, other] : [other, one];
    return { kind: 'contradiction', flag: writeFlag(flag), option: writeFlag(option) };
  }
  if (nameOf(one) !== nameOf(other)) return { kind: 'conflict', flag: writeFlag(one), other: writeFlag(other) };
  return { kind: 'twice', flag: `--${other.name}`, values: [one.value, other.value] };
}

function nameOf({ name }: Flag): string {
  return kindOf(name)?.names[0] ?? name.toLowerCase();
}

function isRaw(kind: FlagKind | undefined, value: string): boolean {
  return kind?.names[0] === 'raw' || (kind?.names[0] === 'style' && value.toLowerCase() === 'raw');
}

const [QUOTE, OPENING_QUOTE, CLOSING_QUOTE] = [0x22, 0x201c, 0x201d];
const [HYPHEN, EN_DASH, EM_DASH] = [0x2d, 0x2013, 0x2014];

function isQuote(character: number): boolean {
  return character === QUOTE || character === OPENING_QUOTE || character === CLOSING_QUOTE;
}

/**
 * How many dashes begin a flag at this place: two, or the single long one that iOS keyboards make of them and Midjourney
 * reads as well. 0 when no flag begins here.
 */
function dashesAt(text: string, at: number): 0 | 1 | 2 {
  const first = text.charCodeAt(at);
  const isLong = first === EM_DASH || first === EN_DASH;
  if (!isLong && (first !== HYPHEN || text.charCodeAt(at + 1) !== HYPHEN)) return 0;
  const dashes = isLong ? 1 : 2;
  return isLetter(text.charCodeAt(at + dashes)) && text.charAt(at - 1).trim() === '' ? dashes : 0;
}

function isLetter(character: number): boolean {
  const small = character | 0x20;
  return small >= 0x61 && small <= 0x7a;
}

/** The text from this place to the next white space. */
function wordAt(text: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(text)?.[0] ?? '';
}

const WORD = /\S*/y;

/** Whether a flag would begin in the middle of this text. */
function hasStart(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (dashesAt(text, at) > 0) return true;
  return false;
}

function unquoted(value: string): string {
  return /^["“”]([^"“”]*)["“”]$/.exec(value)?.[1]?.trim() ?? value;
}
