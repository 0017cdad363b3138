import { currentName, type FlagKind, kindOf } from '../../midjourney.ts';
import { createNearMiss, type NearMiss } from './near-miss.ts';
import { type Doubt, flagStarts } from './starts.ts';
import { comparable, tidied } from './value.ts';

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
  /** Names behind dashes that may be flags, and are left among the words and values. */
  readonly doubts: readonly Doubt[];
};

/**
 * Takes a prompt apart. Values are put as Midjourney writes them, where that is plain; see `tidied`. Never throws: of the parts
 * `writePrompt` makes a prompt that says the same, however odd it is.
 */
export function readPromptFlags(
  prompt: string,
  origin: Flag['origin'] = 'text',
  resembling: NearMiss = createNearMiss(),
): ParsedPrompt {
  const { starts, doubts } = flagStarts(prompt, resembling);
  const flags = starts.map(({ after, name }, index): Flag => {
    const value = unquoted(prompt.slice(after, starts[index + 1]?.at).trim());
    const kind = kindOf(name);
    return { name, value: (kind && tidied(value, kind)) ?? value, origin };
  });
  return { words: prompt.slice(0, starts[0]?.at).trim(), flags, doubts };
}

/** Puts a prompt together again. */
export function writePrompt({ words, flags }: Pick<ParsedPrompt, 'words' | 'flags'>): string {
  return [words, ...flags.map(writeFlag)].filter((part) => part !== '').join(' ');
}

export function writeFlag({ name, value }: Flag): string {
  // A value with quotes of its own has kept them.
  const quoted = hasStart(value) && !/["“”]/.test(value) ? `"${value}"` : value;
  return quoted === '' ? `--${name}` : `--${name} ${quoted}`;
}

/** A version such as `7`, or `niji 6`, as a flag. */
export function modelFlag(model: string, origin: Flag['origin']): Flag {
  const isNiji = /^niji\b/i.test(model);
  return isNiji
    ? { name: 'niji', value: model.slice(4).trim(), origin }
    : { name: 'v', value: currentName(model), origin };
}

/** What a flag sets. Of two flags with one subject, the second replaces the first or contradicts it. */
export function subjectOf({ name, value }: Flag): string {
  const kind = kindOf(name);
  if (isRaw(kind, value)) return 'raw';
  return kind?.group ?? kind?.names[0] ?? name.toLowerCase();
}

/** Whether two flags say the same thing. */
export function isSame(one: Flag, other: Flag): boolean {
  if (subjectOf(one) === 'raw' && subjectOf(other) === 'raw') return true;
  return nameOf(one) === nameOf(other) && comparable(one.value) === comparable(other.value);
}

/** The first spelling of a flag's name. */
export function nameOf({ name }: Flag): string {
  return kindOf(name)?.names[0] ?? name.toLowerCase();
}

function isRaw(kind: FlagKind | undefined, value: string): boolean {
  return kind?.names[0] === 'raw' || (kind?.names[0] === 'style' && value.toLowerCase() === 'raw');
}

/** Whether a flag would begin in this value of another. */
function hasStart(value: string): boolean {
  return flagStarts(`--no ${value}`, createNearMiss()).starts.length > 1;
}

function unquoted(value: string): string {
  return /^["“”]([^"“”]*)["“”]$/.exec(value)?.[1]?.trim() ?? value;
}
