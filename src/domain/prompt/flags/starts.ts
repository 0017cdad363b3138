import { type FlagKind, kindOf } from '../../midjourney.ts';
import type { NearMiss } from './near-miss.ts';
import { tidied } from './value.ts';

/** Where a flag begins: its first dash, where its value begins, and its name without dashes. */
export type FlagStart = { readonly at: number; readonly after: number; readonly name: string };

/**
 * What only the member knows: whether a name behind dashes is a flag or a word. `glued`: a known flag at the end of a word, as in
 * `fox--ar 16:9`. `unsure`: an unknown name behind dashes that Midjourney does not read, as in `——he said`.
 */
export type Doubt = { readonly kind: 'glued' | 'unsure'; readonly name: string };

export type FlagStarts = { readonly starts: readonly FlagStart[]; readonly doubts: readonly Doubt[] };

/** What stands at a run of dashes: a flag's name, and whether it is one only if it is known and has a value that it takes. */
type Candidate = FlagStart & { readonly ifValued: boolean };

/**
 * Finds the flags of a prompt, also those that phones, input methods and copies of Midjourney's messages have changed:
 *
 * - two hyphens begin a flag, known or not; so do two or more dashes of any other kind before a known name: `——ar`, `–-ar`;
 * - a single long dash does before a name that is known or resembles one: `—ar`;
 * - a single hyphen (`-ar 16:9`) and dashes with a space behind them (`-- niji 5`) do when a value follows that the flag takes;
 * - dashes behind punctuation, behind letters of scripts without spaces and behind the number that is a flag's value do before
 *   a known name: `fox,--ar`, `狐狸--ar`, `--ar 16:9--v 7`.
 *
 * The text between quotes in the value of a flag has none. Takes time in proportion to the length of the prompt.
 */
export function flagStarts(prompt: string, resembling: NearMiss): FlagStarts {
  const found: Candidate[] = [];
  const doubts: Doubt[] = [];
  const lastQuote = Math.max(prompt.lastIndexOf('"'), prompt.lastIndexOf('“'), prompt.lastIndexOf('”'));
  /** Whether a quote was opened since the last flag began. */
  let isOpen = false;
  const isInLink = createLinkSearch(prompt);
  for (let at = nextMark(prompt, 0); at < prompt.length; at = nextMark(prompt, at)) {
    const from = at;
    at += 1;
    if (isQuote(prompt.charCodeAt(from))) {
      isOpen = !isOpen;
      continue;
    }
    at = endOfDashes(prompt, from);
    if (isOpen && found.length > 0 && from < lastQuote) continue;
    // What a quote opens with is no flag.
    if (isOpen && isQuote(prompt.charCodeAt(from - 1))) continue;
    const isFirst = from === 0 || isSpace(prompt.charCodeAt(from - 1));
    const candidate = isFirst
      ? afterSpace(prompt, from, at, resembling)
      : insideWord(prompt, from, at, found.length > 0, isInLink);
    if (candidate && 'kind' in candidate) doubts.push(candidate);
    else if (candidate) {
      found.push(candidate);
      isOpen = false;
      at = candidate.after;
    }
  }
  const starts = found.filter(({ ifValued, name, after }, index) => {
    return !ifValued || isValued(kindOf(name), prompt.slice(after, found[index + 1]?.at).trim());
  });
  return { starts, doubts };
}

/** What begins at dashes with a space, or nothing, before them. */
function afterSpace(prompt: string, at: number, end: number, resembling: NearMiss): Candidate | Doubt | null {
  const isDouble = end - at > 1 || isDoubleDash(prompt.charCodeAt(at));
  if (isDouble && isSpace(prompt.charCodeAt(end))) {
    const from = endOfSpaces(prompt, end);
    const name = nameAt(prompt, from);
    return kindOf(name) ? { at, name, after: afterName(prompt, from, name), ifValued: true } : null;
  }
  if (!isLetter(prompt.charCodeAt(end))) return null;
  const name = nameAt(prompt, end) || wordAt(prompt, end);
  const isHyphen = !isDouble && !isLongDash(prompt.charCodeAt(at));
  const isKnown = kindOf(name) !== undefined;
  const isPlain = prompt.slice(at, end) === '--';
  if (!isKnown && !isPlain && (isHyphen || resembling(name) === null))
    return isDouble ? { kind: 'unsure', name } : null;
  return { at, name, after: afterName(prompt, end, name), ifValued: isHyphen };
}

/** What begins at dashes inside a word: a known flag behind what no word goes on after, or a question behind a letter. */
function insideWord(
  prompt: string,
  at: number,
  end: number,
  isInValue: boolean,
  isInLink: InLink,
): Candidate | Doubt | null {
  const isDouble = end - at > 1 || isDoubleDash(prompt.charCodeAt(at));
  if (!isDouble || !isLetter(prompt.charCodeAt(end))) return null;
  const name = nameAt(prompt, end);
  if (!kindOf(name) || isInLink(at)) return null;
  const before = prompt.slice(Math.max(0, at - 2), at);
  if (ENDING.test(before) || (isInValue && /\d$/.test(before)))
    return { at, name, after: afterName(prompt, end, name), ifValued: false };
  return WORDLIKE.test(before) ? { kind: 'glued', name } : null;
}

/** Ends with punctuation that closes something, a letter of a script without spaces, or a symbol such as an emoji. */
const ENDING = /(?:\p{Lo}|\p{So}|\p{M}|\p{Pe}|\p{Pf}|["”>,.;:!?…，。、；：！？·*])$/u;
const WORDLIKE = /[\p{L}\p{N}]$/u;

function isValued(kind: FlagKind | undefined, value: string): boolean {
  return kind !== undefined && kind.accepts.kind !== 'anything' && tidied(value, kind) !== null;
}

/**
 * The known flag's name at this place, as written: the letters there, if what follows them does not go on with the name.
 * Else the whole word, and nothing when a known flag cannot be told from it.
 */
function nameAt(prompt: string, at: number): string {
  LETTERS.lastIndex = at;
  const letters = LETTERS.exec(prompt)?.[0] ?? '';
  const next = prompt.charAt(at + letters.length);
  const goesOn =
    GOING_ON.test(next) && !/^[.:](?:\s|$)/.test(prompt.slice(at + letters.length, at + letters.length + 2));
  const name = letters.normalize('NFKC');
  return !goesOn && kindOf(name) ? name : '';
}

/** The text from this place to the next white space or comma. */
function wordAt(prompt: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(prompt)?.[0] ?? '';
}

/** Where the value of the flag begins whose name is at this place; punctuation behind the name belongs to neither. */
function afterName(prompt: string, at: number, name: string): number {
  const after = at + name.length;
  return /[,.;:!?，。、；：！？]/.test(prompt.charAt(after)) ? after + 1 : after;
}

/** The longest known name has 11 letters. */
const LETTERS = /[A-Za-z\uff21-\uff3a\uff41-\uff5a]{1,16}/y;
/** With these behind it, letters are only a part of a name. */
const GOING_ON = /[\w=:./\\'&#%+@$-]|\p{sc=Latin}/u;
const WORD = /[^\s,;，、；]*/y;

const quotes = new Set([0x22, 0x201c, 0x201d]);
/** Hyphens, the minus sign and their full-width forms: one of them alone is seldom meant as a flag. */
const hyphens = new Set([0x2d, 0x2010, 0x2011, 0x2212, 0xfe63, 0xff0d]);
/** Dashes as keyboards make them of two hyphens, and what input methods write for them. */
const longDashes = new Set([0x2012, 0x2013, 0x2014, 0x2015, 0x2500, 0xfe58]);
/** One character as long as two or three of the others. */
const doubleDashes = new Set([0x2e3a, 0x2e3b]);

function isQuote(character: number): boolean {
  return quotes.has(character);
}

function isLongDash(character: number): boolean {
  return longDashes.has(character) || doubleDashes.has(character);
}

function isDoubleDash(character: number): boolean {
  return doubleDashes.has(character);
}

function isDash(character: number): boolean {
  return character === 0x2d || (character > 0x7f && (hyphens.has(character) || isLongDash(character)));
}

function isSpace(character: number): boolean {
  return character <= 0x20 || (character > 0x7f && String.fromCharCode(character).trim() === '');
}

function isLetter(character: number): boolean {
  const small = character | 0x20;
  return (small >= 0x61 && small <= 0x7a) || (character >= 0xff21 && character <= 0xff5a);
}

function endOfDashes(prompt: string, at: number): number {
  let end = at + 1;
  while (end < prompt.length && isDash(prompt.charCodeAt(end))) end += 1;
  return end;
}

function endOfSpaces(prompt: string, at: number): number {
  let end = at;
  while (end < prompt.length && isSpace(prompt.charCodeAt(end))) end += 1;
  return end;
}

/** Whether a place is in a word that is a link. It is asked of places in rising order only, and reads the prompt once. */
type InLink = (at: number) => boolean;

function createLinkSearch(prompt: string): InLink {
  let [word, end] = [0, -1];
  return (at) => {
    while (end < at) {
      word = end + 1;
      SPACE.lastIndex = word;
      end = SPACE.exec(prompt)?.index ?? prompt.length;
    }
    return /^<?https?:/i.test(prompt.slice(word, word + 7));
  };
}

/** The next dash or quote from a place on, the prompt's length when there is none. */
function nextMark(prompt: string, from: number): number {
  MARK.lastIndex = from;
  return MARK.exec(prompt)?.index ?? prompt.length;
}

const SPACE = /\s/g;
const MARK = /["“”\-\u2010-\u2015\u2212\u2500\u2e3a\u2e3b\ufe58\ufe63\uff0d]/g;
