import type { FlagTrouble } from '../../failures/flag-trouble.ts';
import { type NearMiss, nearMiss } from './near-miss.ts';
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

/** iOS keyboards turn `--` into one dash; Midjourney reads all three. */
const START = /(?<=^|\s)(--|—|–)(?=[a-z])(\S+)/giu;

/** Takes a prompt apart. Never throws: `writePrompt` makes the same prompt of the parts, however odd it is. */
export function readPromptFlags(
  prompt: string,
  origin: Flag['origin'] = 'text',
  resembling: NearMiss = nearMiss,
): ParsedPrompt {
  const starts: { readonly at: number; readonly after: number; readonly name: string }[] = [];
  const quotes = createQuotes(prompt);
  for (const match of prompt.matchAll(START)) {
    const last = starts.at(-1);
    if (last && quotes.enclose(last.after, match.index)) continue;
    const [all, dash, name = ''] = match;
    if (dash !== '--' && !kindOf(name) && resembling(name) === null) continue; // A dash between words.
    starts.push({ at: match.index, after: match.index + all.length, name });
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

/** A start in a value: without quotes around the value it would begin another flag. */
const START_IN_VALUE = /(?<=^|\s)(?:--|—|–)[a-z]/iu;

export function writeFlag({ name, value }: Flag): string {
  // A value with quotes of its own has kept them.
  const quoted = START_IN_VALUE.test(value) && !/["“”]/.test(value) ? `"${value}"` : value;
  return quoted === '' ? `--${name}` : `--${name} ${quoted}`;
}

/** What a flag sets. Of two flags with one subject, the second replaces the first or contradicts it. */
export function subjectOf({ name, value }: Flag): string {
  const kind = kindOf(name);
  if (isRaw(kind, value)) return 'raw';
  return kind?.group ?? kind?.names[0] ?? name.toLowerCase();
}

/** Everything that is wrong with these flags, in their order; also with those that are defaults. */
export function flagTroubles(flags: readonly Flag[], resembling: NearMiss = nearMiss): FlagTrouble[] {
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

/** The quotes of a prompt, looked for once. */
function createQuotes(prompt: string) {
  const places = [...prompt.matchAll(/["“”]/g)].map(({ index }) => index);
  let [from, counted] = [0, 0];
  return {
    /**
     * Whether a place is inside quotes: since `start` one was opened, and it is closed behind the place. Neither argument
     * may be smaller than in the call before.
     */
    enclose(start: number, place: number): boolean {
      while ((places[from] ?? prompt.length) < start) from += 1;
      while ((places[counted] ?? prompt.length) < place) counted += 1;
      return (counted - from) % 2 === 1 && counted < places.length;
    },
  };
}

function unquoted(value: string): string {
  return /^["“”]([^"“”]*)["“”]$/.exec(value)?.[1]?.trim() ?? value;
}
