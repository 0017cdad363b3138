import type { FlagTrouble } from '../../domain/failures/flag-trouble.ts';
import type { Reason } from '../../domain/failures/reason.ts';

/** A text that fits, and whether something was cut from it. */
export type Clipped = { readonly text: string; readonly cut: boolean };

/** Longest alt text, see https://docs.discord.com/developers/resources/message#attachment-object */
export const ALT_MAX = 1024;

/** How many letters of a prompt a result shows. ℹ️ below it shows all of them. */
export const LETTERS_SHOWN = 300;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

// Joiners spell words in these scripts. Elsewhere an invisible character only hides things.
const joined =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}' +
  '\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}]';
const hidden = '[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb[\\p{Cc}--\\n]]';
// No emoji begins with anything but \p{Emoji}: that is told much sooner than that none of the thousands fits.
const invisible = new RegExp(
  `((?=\\p{Emoji})\\p{RGI_Emoji}|(?<=${joined})[\\u200c\\u200d](?=${joined})|(?<=\\p{Script=Han})[\\u{e0100}-\\u{e01ef}])|${hidden}+`,
  'gv',
);
/** Whether there is anything invisible at all; looking for emoji, which may contain it, takes much longer. */
const anyInvisible = new RegExp(hidden, 'v');

/**
 * Texts of English, of most European languages, Chinese, Japanese and Korean. In these there is nothing to be cleaned but spaces
 * and empty lines, and each character is a letter by itself, whatever stands beside it.
 */
const everyday =
  /^[\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/;

/** An address without characters that mean something in Discord's markdown: it stays as it is and can be clicked. */
const address = String.raw`https?:\/\/(?:(?!__|~~)[\w\-.~:/?#&=%+,;!$']){1,500}`;
const bracketed = new RegExp(`<(${address})>`, 'g');
const indent = String.raw`^[^\S\n\r\u2028\u2029]*`;
const markdown = new RegExp(
  String.raw`(${address})|(${indent})([-+#])|(${indent}\d+)([.)])|([\\*_~|${'`'}<>[\]])`,
  'gm',
);
/** A text without any of these, and without such a beginning, is safe as it is: there is one line of it. */
const marks = /[\\*_~|`<>[\]@\n]/;
const markedBeginning = /^\s*(?:[-+#]|\d+[.)])/;

/** Removes lone surrogates, controls, zero-width and bidi characters. Line ends become `\n`, with one empty line at most. */
function clean(text: string): string {
  return (everyday.test(text) ? text : withoutHidden(text)).replace(/\n\s*\n/g, '\n\n').trim();
}

function withoutHidden(text: string): string {
  const spaced = text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\x85\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ');
  const seen = anyInvisible.test(spaced)
    ? spaced.replace(invisible, (_, kept: string | undefined) => kept ?? '')
    : spaced;
  return seen.replace(/(\p{M}{4})\p{M}+/gu, '$1');
}

/** Cuts between graphemes, with an ellipsis, so that at most `limit` UTF-16 units remain. */
function clip(text: string, limit: number): Clipped {
  if (text.length <= limit) return { text, cut: false };
  let end = 0;
  for (const { segment } of graphemes.segment(text.slice(0, limit + 64))) {
    if (end + segment.length > limit - 1) break;
    end += segment.length;
  }
  // A single grapheme may be longer than the limit (Hangul letters).
  if (end === 0) end = limit - 1;
  const kept = text.slice(0, end).toWellFormed().trimEnd();
  const dangling = (/(?<!\\)\\+$/.exec(kept)?.[0].length ?? 0) % 2;
  return { text: `${kept.slice(0, kept.length - dangling)}…`, cut: true };
}

/**
 * Makes a prompt safe inside an embed: markdown reads literally, mentions are broken with a zero-width space (embeds
 * never notify, but show them), nothing else invisible remains. At most `limit` UTF-16 units, cut between graphemes.
 */
export function escapePrompt(prompt: string, limit: number): Clipped {
  const beginning = beginningOf(prompt, limit);
  const { text, cut } = escapeClean(clean(beginning), limit);
  return { text, cut: cut || prompt.length > beginning.length };
}

function escapeClean(text: string, limit: number): Clipped {
  // Escaping never shortens, so what lies beyond the limit needs no work.
  const begun = text.slice(0, limit + 64).toWellFormed();
  if (!marks.test(begun) && !markedBeginning.test(begun)) return clip(begun, limit);
  const escaped = begun
    .replace(bracketed, '$1')
    .replace(markdown, escapeMatch)
    .replace(/<(?=[@#])|@(?=everyone|here)/gi, '$&\u200b');
  return clip(escaped, limit);
}

/** How many UTF-16 units a letter has on average, escaped, at most: a text of emoji of many parts is cut earlier. */
const LETTER_UNITS = 5;

/**
 * The first letters of a prompt, as `escapePrompt` makes it safe. Letters are what readers count (graphemes), so that neither
 * escaping nor an emoji of many parts makes a text shorter. An address is shown whole or not at all: half of one leads nowhere.
 */
export function escapeLetters(prompt: string, letters: number): Clipped {
  const room = letters * LETTER_UNITS;
  const beginning = beginningOf(prompt, room);
  const whole = clean(beginning);
  const end = endOfLetters(whole, letters, room);
  if (end === whole.length) {
    const { text, cut } = escapeClean(whole, room);
    return { text, cut: cut || prompt.length > beginning.length };
  }
  const kept = whole.slice(0, end);
  const isInAddress = /\S/.test(whole.charAt(end));
  const before = isInAddress ? kept.replace(/https?:\/\/\S*$/i, '') : kept;
  return { text: escapePrompt(`${before.trimEnd()}…`, room + 1).text, cut: true };
}

/** Where the first letters of a text end; its length when it has no more than these, nor more UTF-16 units than `room`. */
function endOfLetters(text: string, letters: number, room: number): number {
  if (text.length <= letters) return text.length;
  if (everyday.test(text)) return letters;
  let count = 0;
  for (const { index } of graphemes.segment(text)) {
    if (count === letters || index > room) return index;
    count += 1;
  }
  return text.length;
}

function escapeMatch(all: string, ...[link, indent, bullet, digits, dot]: readonly (string | undefined)[]): string {
  if (link !== undefined) return link;
  if (indent !== undefined) return `${indent}\\${bullet}`;
  return digits !== undefined ? `${digits}\\${dot}` : `\\${all}`;
}

/**
 * As much of a text as can decide what its first `limit` visible units are. Foreign text may be of any length, and much of it
 * invisible.
 */
function beginningOf(text: string, limit: number): string {
  return text.length > 8 * limit ? `${text.slice(0, 8 * limit - 1)}…` : text;
}

/** The relay's own wording for a member: one line, no addresses, nothing that looks like a key, escaped as a prompt is. */
export function escapeDetail(detail: string, limit = 300): string {
  const secretless = beginningOf(detail, limit)
    .replace(/[a-z]{2,10}:\/\/\S*/gi, '…')
    .replace(/\b(sk|hk)-[\w-]{8,}/g, '…');
  return escapePrompt(plain(secretless, 2 * limit), limit).text;
}

/** The reason with its foreign words escaped. */
export function escapeReason(reason: Reason): Reason {
  if (reason.kind === 'invalidParameter' && reason.flag !== undefined) {
    return {
      ...reason,
      detail: escapeDetail(reason.detail),
      flag: reason.flag.replace(/[^a-z0-9-]/gi, '').slice(0, 40),
    };
  }
  if ('detail' in reason) return { ...reason, detail: escapeDetail(reason.detail) };
  if (reason.kind === 'flags') return { ...reason, troubles: reason.troubles.map(escapeTrouble) };
  return reason.kind === 'bannedWord' ? { ...reason, word: escapeDetail(reason.word, 80) } : reason;
}

/** What members wrote is shown between backticks, where only another backtick means something. */
function escapeTrouble(trouble: FlagTrouble): FlagTrouble {
  const code = (text: string) => plain(text.replaceAll('`', 'ˋ'), 80);
  switch (trouble.kind) {
    case 'tooMany':
    case 'misspelt':
    case 'unknown':
    case 'glued':
    case 'unsure':
    case 'version':
    case 'misplaced':
    case 'notForFilms':
      return { ...trouble, flag: code(trouble.flag) };
    case 'malformed':
      return { ...trouble, flag: code(trouble.flag), value: code(trouble.value) };
    case 'twice':
      return { ...trouble, flag: code(trouble.flag), values: [code(trouble.values[0]), code(trouble.values[1])] };
    case 'conflict':
      return { ...trouble, flag: code(trouble.flag), other: code(trouble.other) };
    case 'contradiction':
      return { ...trouble, flag: code(trouble.flag), option: code(trouble.option) };
  }
}

/** One line for places that know no markdown: author, footer, label, alt text. At most `limit` UTF-16 units. */
export function plain(text: string, limit: number): string {
  return clip(clean(beginningOf(text, limit)).replace(/[^\S ]\s*| \s+/g, ' '), limit).text;
}
